"""Keep those who accuse an official apart: no other matter finds them as the same person.

Also those who did so before, where they stand in accusations alone and have no account; whoever already stands in
another matter as well stays as they are, since what was told where can no longer be told apart. The way back forgets
who was kept apart.
"""

from django.db import migrations, models

MARK = """
UPDATE residents_resident AS r SET apart = true
 WHERE account_id IS NULL AND erased_at IS NULL
   AND EXISTS (
     SELECT FROM cases_complainant c JOIN cases_case k ON k.id = coalesce(c.home_case_id, c.case_id)
      WHERE c.resident_id = r.id AND k.kind = 'accusation')
   AND NOT EXISTS (
     SELECT FROM cases_complainant c JOIN cases_case k ON k.id = coalesce(c.home_case_id, c.case_id)
      WHERE c.resident_id = r.id AND k.kind <> 'accusation')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("residents", "0004_a_note_beside_a_phone"),
        ("cases", "0013_what_is_held_is_found_by_its_stage"),
    ]
    run_before = [("ledger", "0003_what_is_kept_is_guarded")]  # which lets no such column change any more

    operations = [
        migrations.AddField(model_name="resident", name="apart", field=models.BooleanField(default=False)),
        migrations.RunSQL(MARK, reverse_sql=migrations.RunSQL.noop),
    ]
