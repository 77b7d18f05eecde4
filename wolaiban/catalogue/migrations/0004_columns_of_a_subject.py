"""Give an edition the columns that every subject has. The rows are filled in by the next migration.

What is published may not change, so its guards are put down until then. Reversible, but for the moments of drafting.
"""

from importlib import import_module

from django.db import migrations, models

settled = import_module("wolaiban.catalogue.migrations.0002_published_editions_do_not_change")
NAMES = ("one_published_edition", "one_draft_edition")


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_calendars_that_were_loaded"),
        ("ledger", "0010_what_kinds_share_is_kept"),
    ]
    operations = [
        migrations.RunSQL(settled.ALLOW, reverse_sql=settled.FORBID),
        *(migrations.RemoveConstraint("edition", name) for name in NAMES),
        migrations.RenameField("edition", "state", "stage"),
        migrations.AlterField("edition", "stage", models.CharField(max_length=16, verbose_name="环节")),
        migrations.AddField("edition", "number", models.CharField(max_length=24, null=True)),
        migrations.AddField("edition", "version", models.PositiveIntegerField(default=0)),
        migrations.AddField("edition", "seq", models.PositiveIntegerField(default=0)),
        migrations.AddField("edition", "head", models.BinaryField(default=b"")),
        migrations.AddField("edition", "changed_at", models.DateTimeField(null=True)),
        migrations.AddField("edition", "salt", models.BinaryField(default=b"")),
    ]
