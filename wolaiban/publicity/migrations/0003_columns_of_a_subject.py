"""Give a typical answer the columns that every subject has. The rows are filled in by the next migration.

What is released may not change, so its guard is put down until then. Reversible.
"""

from django.db import migrations, models

DOWN = "DROP TRIGGER publicity_typicalanswer_stays_as_released ON publicity_typicalanswer;"
UP = """
CREATE TRIGGER publicity_typicalanswer_stays_as_released BEFORE UPDATE ON publicity_typicalanswer
    FOR EACH ROW WHEN (OLD.state <> 'draft')
    EXECUTE FUNCTION ledger_rows_are_kept('state', 'withdrawn_because');
"""
NAMES = ("typical_by_state", "typical_by_topic")


class Migration(migrations.Migration):
    dependencies = [
        ("publicity", "0002_edits_are_append_only"),
        ("ledger", "0010_what_kinds_share_is_kept"),
    ]
    operations = [
        migrations.RunSQL(DOWN, reverse_sql=UP),
        *(migrations.RemoveIndex("typicalanswer", name) for name in NAMES),
        migrations.RemoveConstraint("typicalanswer", "typical_answer_released_at_a_time"),
        migrations.RenameField("typicalanswer", "state", "stage"),
        migrations.AlterField("typicalanswer", "stage", models.CharField(max_length=16, verbose_name="环节")),
        migrations.AddField("typicalanswer", "number", models.CharField(max_length=24, null=True)),
        migrations.AddField("typicalanswer", "version", models.PositiveIntegerField(default=0)),
        migrations.AddField("typicalanswer", "seq", models.PositiveIntegerField(default=0)),
        migrations.AddField("typicalanswer", "head", models.BinaryField(default=b"")),
        migrations.AddField("typicalanswer", "changed_at", models.DateTimeField(null=True)),
        migrations.AddField("typicalanswer", "salt", models.BinaryField(default=b"")),
    ]
