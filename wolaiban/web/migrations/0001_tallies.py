"""Add the counters behind limits on strangers. One new table, nothing else is touched; goes back by dropping it."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("key", models.BinaryField()),
                (
                    "moments",
                    django.contrib.postgres.fields.ArrayField(base_field=models.DateTimeField(), size=None),
                ),
                ("ends_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "次数",
                "indexes": [models.Index(fields=["ends_at"], name="tally_by_end")],
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="tally_once_for_a_key")],
            },
        ),
    ]
