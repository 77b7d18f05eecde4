"""Carry the keys of programs, forms, phones and ledgers over to the submissions that all kinds share.

The content of what a form or a phone sent is not known any more: any goes with its key, as it did. Keys of ledgers
are made of the content, and are the same whoever sends them. Backwards, keys are forgotten.

Events say from here on whether anybody may have to be told of them. Nothing is rewritten for that: a constant is no
row's business.
"""

from django.db import migrations, models

from wolaiban.database.migrating import put_nothing_off

OF_PROGRAMS = """
INSERT INTO workflow_submission (user_id, key, digest, process, event)
SELECT user_id, key, digest, 'case', event_id FROM cases_submission
"""
OF_MATTERS = """
INSERT INTO workflow_submission (user_id, key, digest, process, event)
SELECT CASE WHEN shared THEN NULL ELSE c.registered_by_id END,
       sha256(convert_to(CASE WHEN shared THEN 'shared ' ELSE '' END || c.key, 'UTF8')), ''::bytea, 'case', e.id
FROM cases_case c JOIN cases_event e ON e.case_id = c.id AND e.seq = 1
CROSS JOIN LATERAL (SELECT c.key LIKE 'import:%' OR c.key LIKE 'demo/%' AS shared) of_a_list
WHERE c.key IS NOT NULL
"""


class Migration(migrations.Migration):
    replaces = [
        ("cases", "0020_events_say_whether_they_are_news"),
        ("cases", "0021_one_key_for_all_that_is_sent"),
    ]
    dependencies = [
        ("cases", "0001_tables"),
        ("ledger", "0002_what_kinds_share_is_kept"),
        ("workflow", "0001_tables"),
    ]

    operations = [
        migrations.AddField("event", "news", models.BooleanField(default=True)),
        migrations.RunSQL([OF_PROGRAMS, OF_MATTERS], migrations.RunSQL.noop),
        migrations.RemoveConstraint("case", "case_key_once"),
        migrations.RemoveField("case", "key"),
        migrations.DeleteModel("Submission"),
        migrations.RunPython(put_nothing_off, migrations.RunPython.noop),
    ]
