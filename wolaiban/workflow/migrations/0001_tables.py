"""The tables that all kinds of subjects share."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wolaiban.database.migrating import put_nothing_off


class Migration(migrations.Migration):
    replaces = [
        ("workflow", "0001_the_tables_that_kinds_share"),
        ("workflow", "0002_bookmarks_of_readers"),
        ("workflow", "0003_keys_of_those_without_an_account"),
    ]

    initial = True

    dependencies = [
        ("people", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField(null=True, verbose_name="内容")),
                ("salt", models.BinaryField(null=True)),
                ("commitment", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(null=True)),
                ("process", models.CharField(max_length=24)),
                ("subject", models.BigIntegerField()),
                ("audience", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "verbose_name": "原话",
                "indexes": [models.Index(fields=["process", "subject"], name="workflow_statement_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("erased_at__isnull", True), ("salt__isnull", False), ("words__isnull", False)
                            ),
                            models.Q(
                                ("erased_at__isnull", False), ("salt__isnull", True), ("words__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="workflow_statement_erased_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="文件名")),
                ("media_type", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("digest", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("process", models.CharField(max_length=24)),
                ("subject", models.BigIntegerField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "附件",
                "indexes": [models.Index(fields=["process", "subject"], name="workflow_attachment_of")],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.PositiveIntegerField()),
                ("step", models.CharField(max_length=24)),
                ("source", models.CharField(max_length=16)),
                ("target", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                ("role", models.CharField(max_length=16)),
                ("alg", models.CharField(max_length=24)),
                ("prev", models.BinaryField()),
                ("hash", models.BinaryField()),
                ("body", models.BinaryField()),
                ("process", models.CharField(max_length=24)),
                ("subject", models.BigIntegerField()),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.post",
                    ),
                ),
                ("news", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name": "进展",
                "ordering": ["process", "subject", "seq"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("process", "subject", "seq"), name="workflow_event_in_its_place"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.BinaryField()),
                ("digest", models.BinaryField()),
                ("process", models.CharField(max_length=24)),
                ("event", models.BigIntegerField()),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "提交",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "user"), name="workflow_submission_by_key", nulls_distinct=False
                    )
                ],
            },
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
        migrations.RunPython(put_nothing_off, migrations.RunPython.noop),
    ]
