"""Hold the columns of a subject to what they promise, and put the guards of what is published up again. Reversible."""

from importlib import import_module

from django.db import migrations, models
from django.db.models import Q

import wolaiban.workflow.models

settled = import_module("wolaiban.catalogue.migrations.0002_published_editions_do_not_change")
# A replacement is an event: the columns that hold its place in the chain change with the stage.
CHANGES = "ARRAY['stage', 'version', 'seq', 'head', 'changed_at']"
FORBID = (
    settled.FORBID.replace(
        "to_jsonb(NEW) - 'state' = to_jsonb(OLD) - 'state'",
        f"to_jsonb(NEW) - {CHANGES} = to_jsonb(OLD) - {CHANGES}",
    )
    .replace("OLD.state", "OLD.stage")
    .replace("NEW.state", "NEW.stage")
    .replace("WHERE state", "WHERE stage")
)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_editions_get_their_events")]
    operations = [
        migrations.RemoveField("edition", "created_at"),
        migrations.AlterField(
            "edition", "number", models.CharField(max_length=24, unique=True, verbose_name="编号")
        ),
        migrations.AlterField("edition", "changed_at", models.DateTimeField()),
        migrations.AlterField(
            "edition", "salt", models.BinaryField(default=wolaiban.workflow.models.fresh_salt)
        ),
        migrations.AddConstraint(
            "edition",
            models.UniqueConstraint(
                fields=["stage"], condition=Q(stage="published"), name="one_published_edition"
            ),
        ),
        migrations.AddConstraint(
            "edition",
            models.UniqueConstraint(fields=["stage"], condition=Q(stage="draft"), name="one_draft_edition"),
        ),
        migrations.RunSQL(FORBID, reverse_sql=settled.ALLOW),
    ]
