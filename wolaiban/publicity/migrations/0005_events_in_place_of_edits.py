"""Take away what the events hold now, and put the guard of what is released up again.

The records that are dropped here are in the chains of events; their traces stay where they are. Backwards their table
comes back empty.
"""

from django.db import migrations, models
from django.db.models import Q

import wolaiban.workflow.models

DROP = """
DROP TRIGGER edit_is_not_truncated ON publicity_edit;
DROP TRIGGER edit_is_append_only ON publicity_edit;
DROP FUNCTION publicity_refuse_change();
"""
KEEP = """
CREATE FUNCTION publicity_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER edit_is_append_only BEFORE UPDATE OR DELETE ON publicity_edit
    FOR EACH ROW EXECUTE FUNCTION publicity_refuse_change();
CREATE TRIGGER edit_is_not_truncated BEFORE TRUNCATE ON publicity_edit
    FOR EACH STATEMENT EXECUTE FUNCTION publicity_refuse_change();
"""
UP = """
CREATE TRIGGER publicity_typicalanswer_stays_as_released BEFORE UPDATE ON publicity_typicalanswer
    FOR EACH ROW WHEN (OLD.stage <> 'draft')
    EXECUTE FUNCTION ledger_rows_are_kept('stage', 'version', 'seq', 'head', 'changed_at');
"""
DOWN = "DROP TRIGGER publicity_typicalanswer_stays_as_released ON publicity_typicalanswer;"


class Migration(migrations.Migration):
    dependencies = [("publicity", "0004_edits_become_events")]
    operations = [
        migrations.RunSQL(DROP, reverse_sql=KEEP),
        migrations.DeleteModel("Edit"),
        migrations.RemoveField("typicalanswer", "withdrawn_because"),
        migrations.AlterField(
            "typicalanswer", "number", models.CharField(max_length=24, unique=True, verbose_name="编号")
        ),
        migrations.AlterField("typicalanswer", "changed_at", models.DateTimeField()),
        migrations.AlterField(
            "typicalanswer", "salt", models.BinaryField(default=wolaiban.workflow.models.fresh_salt)
        ),
        migrations.AddIndex("typicalanswer", models.Index(fields=["stage", "-id"], name="typical_by_stage")),
        migrations.AddIndex(
            "typicalanswer",
            models.Index(fields=["topic", "-id"], name="typical_by_topic", condition=Q(stage="released")),
        ),
        migrations.AddConstraint(
            "typicalanswer",
            models.CheckConstraint(
                name="typical_answer_released_at_a_time",
                condition=~Q(stage="released") | Q(released_at__isnull=False),
            ),
        ),
        migrations.RunSQL(UP, reverse_sql=DOWN),
    ]
