"""The sums of each day, and where counting has come to.

As it stood before the rooms shared one engine, so that ledgers of then go on from here (decision 0136).
"""

import django.db.models.deletion
from django.db import migrations, models

from wolaiban.database.migrating import put_nothing_off


class Migration(migrations.Migration):
    replaces = [
        ("statistics", "0001_sums_of_each_day"),
        ("statistics", "0002_history_is_counted_apart"),
    ]

    initial = True

    dependencies = [
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bookmark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("read_to", models.BigIntegerField(default=0)),
                ("pending_to", models.BigIntegerField(default=0)),
                ("pending_xid", models.BigIntegerField(null=True)),
                ("formulas", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "读到哪里",
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                ("whole", models.BooleanField(verbose_name="含下级")),
                ("invented", models.BooleanField(verbose_name="虚构")),
                ("received", models.IntegerField(default=0)),
                ("handled", models.IntegerField(default=0)),
                ("settled", models.IntegerField(default=0)),
                ("due", models.IntegerField(default=0)),
                ("in_time", models.IntegerField(default=0)),
                ("evaluable", models.IntegerField(default=0)),
                ("evaluated", models.IntegerField(default=0)),
                ("satisfied", models.IntegerField(default=0)),
                ("solved", models.IntegerField(default=0)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.unit",
                        verbose_name="单位",
                    ),
                ),
                ("past", models.IntegerField(default=0)),
            ],
            options={
                "verbose_name": "日计数",
                "indexes": [models.Index(fields=["whole", "day"], name="tally_by_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("area", "whole", "invented", "day"), name="tally_once_a_day"
                    )
                ],
            },
        ),
        migrations.RunPython(put_nothing_off, migrations.RunPython.noop),
    ]
