"""Checkpoints, and that the database refuses to change or remove one: they are given to others as evidence.

Reversible as long as there are none.
"""

from django.db import migrations, models

FORBID = """
CREATE FUNCTION ledger_checkpoint_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'checkpoints are append-only: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER ledger_checkpoint_is_append_only BEFORE UPDATE OR DELETE ON ledger_checkpoint
    FOR EACH ROW EXECUTE FUNCTION ledger_checkpoint_is_append_only();
CREATE TRIGGER ledger_checkpoint_is_never_emptied BEFORE TRUNCATE ON ledger_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_checkpoint_is_append_only();
"""
ALLOW = """
DROP TRIGGER ledger_checkpoint_is_never_emptied ON ledger_checkpoint;
DROP TRIGGER ledger_checkpoint_is_append_only ON ledger_checkpoint;
DROP FUNCTION ledger_checkpoint_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_events_are_append_only")]
    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "number",
                    models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name="编号"),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("size", models.PositiveBigIntegerField(verbose_name="事项数")),
                ("root", models.BinaryField()),
                ("note", models.TextField()),
                ("seen", models.BigIntegerField()),
                ("whole", models.BooleanField()),
                ("moved", models.BinaryField(null=True)),
            ],
            options={"verbose_name": "检查点", "ordering": ["number"]},
        ),
        migrations.RunSQL(FORBID, reverse_sql=ALLOW),
    ]
