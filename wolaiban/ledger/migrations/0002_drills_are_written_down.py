"""Keep what came of each backup drill. Adds a table; no rows are touched."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_checkpoints_are_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Drill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("took", models.PositiveIntegerField(verbose_name="秒")),
                ("sound", models.BooleanField()),
                ("said", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "备份演练",
                "ordering": ["-began_at"],
            },
        ),
    ]
