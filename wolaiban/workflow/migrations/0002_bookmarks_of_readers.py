"""Where readers of events have come to, and whether anybody may have to be told of an event."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0001_the_tables_that_kinds_share"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="news",
            field=models.BooleanField(default=True),
        ),
        migrations.CreateModel(
            name="Bookmark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reader", models.CharField(max_length=24)),
                ("source", models.CharField(max_length=40)),
                ("read_to", models.BigIntegerField(default=0)),
                ("pending_to", models.BigIntegerField(default=0)),
                ("pending_xid", models.BigIntegerField(null=True)),
                ("version", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "读到哪里",
                "constraints": [
                    models.UniqueConstraint(fields=("reader", "source"), name="bookmark_of_one_reader")
                ],
            },
        ),
        migrations.CreateModel(
            name="SetAside",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reader", models.CharField(max_length=24)),
                ("source", models.CharField(max_length=40)),
                ("event", models.BigIntegerField()),
                ("attempts", models.PositiveSmallIntegerField(default=1)),
                ("next_try", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "没读成的进展",
                "constraints": [
                    models.UniqueConstraint(fields=("reader", "source", "event"), name="set_aside_once")
                ],
            },
        ),
    ]
