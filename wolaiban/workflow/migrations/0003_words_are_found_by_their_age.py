"""Words that are still there are found by how long ago they were said, so that each night those that are over are forgotten."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0002_bookmarks_are_marked"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("erased_at", None)),
                fields=["process", "at"],
                name="workflow_statement_by_age",
            ),
        ),
    ]
