"""What is forgotten each night is written down, and kept."""

from django.db import migrations, models

from wolaiban.database.migrating import put_nothing_off

KEEP = """
CREATE TRIGGER retention_retentionrun_is_kept BEFORE UPDATE OR DELETE ON retention_retentionrun
    FOR EACH ROW EXECUTE FUNCTION ledger_rows_are_kept();
CREATE TRIGGER retention_retentionrun_is_not_emptied BEFORE TRUNCATE ON retention_retentionrun
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_rows_are_kept();
"""
RELEASE = """
DROP TRIGGER retention_retentionrun_is_not_emptied ON retention_retentionrun;
DROP TRIGGER retention_retentionrun_is_kept ON retention_retentionrun;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="RetentionRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("began_at", models.DateTimeField(verbose_name="开始")),
                ("took", models.PositiveIntegerField(verbose_name="秒")),
                ("erased", models.JSONField(default=dict, verbose_name="清理了多少")),
                ("failed", models.JSONField(default=list, verbose_name="没有清理完的")),
            ],
            options={
                "verbose_name": "到期清理",
                "ordering": ["-began_at", "-id"],
            },
        ),
        migrations.RunSQL(KEEP, reverse_sql=RELEASE),
        migrations.RunPython(put_nothing_off, migrations.RunPython.noop),
    ]
