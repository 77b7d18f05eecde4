"""Make room for the keys of those who have no account, and for keys that are asked for whoever sent them.

Reversible as long as there are none of these.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("workflow", "0002_bookmarks_of_readers"),
    ]

    operations = [
        migrations.RemoveConstraint("submission", "workflow_submission_once"),
        migrations.AlterField(
            "submission",
            "user",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            "submission",
            models.UniqueConstraint(
                fields=("key", "user"), name="workflow_submission_by_key", nulls_distinct=False
            ),
        ),
    ]
