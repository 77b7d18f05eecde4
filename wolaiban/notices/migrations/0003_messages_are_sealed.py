"""The table of seals. What was told before is sealed with the first checkpoint after this."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_told_by_the_reader")]
    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("layout", models.CharField(max_length=20, verbose_name="封存的是")),
                ("after", models.BigIntegerField(verbose_name="起于")),
                ("upto", models.BigIntegerField(verbose_name="止于")),
                ("count", models.PositiveIntegerField(verbose_name="条数")),
                ("digest", models.BinaryField(verbose_name="校验值")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
            ],
            options={
                "verbose_name": "封存",
                "constraints": [
                    models.UniqueConstraint(fields=("layout", "after"), name="seal_once_from_here")
                ],
            },
        ),
    ]
