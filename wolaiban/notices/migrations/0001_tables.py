"""Messages, how each is delivered, how a district words them, what people want to be sent, how gateways do.

As it stood before the rooms shared one engine, so that ledgers of then go on from here (decision 0136).
"""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from wolaiban.database.migrating import put_nothing_off


class Migration(migrations.Migration):
    replaces = [
        ("notices", "0001_messages_and_their_deliveries"),
        ("notices", "0002_indexes_that_nobody_needed"),
    ]

    initial = True

    dependencies = [
        ("cases", "0001_tables"),
        ("places", "0001_initial"),
        ("residents", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Gateway",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("rests_until", models.DateTimeField(null=True)),
                ("worked_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "网关",
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("text", models.CharField(max_length=24, verbose_name="文本")),
                ("words", models.CharField(max_length=300, verbose_name="内容")),
                ("urgent", models.BooleanField(default=False, verbose_name="紧急")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                ("read_at", models.DateTimeField(null=True, verbose_name="读于")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="cases.case",
                    ),
                ),
                (
                    "complainant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="cases.complainant",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="cases.event",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="places.unit",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "消息",
                "indexes": [
                    models.Index(
                        models.F("user"),
                        models.OrderBy(models.F("id"), descending=True),
                        name="message_of_user",
                    ),
                    models.Index(
                        models.F("user"), condition=models.Q(("read_at__isnull", True)), name="message_unread"
                    ),
                    models.Index(
                        models.F("case"),
                        models.OrderBy(models.F("id"), descending=True),
                        name="message_of_case",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("complainant__isnull", True), ("unit__isnull", True), ("user__isnull", False)
                            ),
                            models.Q(
                                ("complainant__isnull", False), ("unit__isnull", True), ("user__isnull", True)
                            ),
                            models.Q(
                                ("complainant__isnull", True), ("unit__isnull", False), ("user__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="message_to_one_recipient",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "way",
                    models.CharField(
                        choices=[("sms", "短信"), ("mail", "邮件"), ("robot", "群机器人")],
                        max_length=8,
                        verbose_name="方式",
                    ),
                ),
                ("gateway", models.CharField(max_length=40, verbose_name="网关")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待发送"),
                            ("gathered", "等待汇总"),
                            ("sending", "正在发送"),
                            ("sent", "已发出"),
                            ("summed_up", "已并入汇总"),
                            ("failed", "没有发出"),
                            ("dropped", "不必发送"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="次数")),
                ("error", models.CharField(blank=True, max_length=120, verbose_name="原因")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("next_try", models.DateTimeField(default=django.utils.timezone.now, verbose_name="下次")),
                ("queued_at", models.DateTimeField(null=True)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True, verbose_name="发出时间")),
                (
                    "summary",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="summed_up",
                        to="notices.delivery",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="notices.message",
                    ),
                ),
            ],
            options={
                "verbose_name": "发送",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "gathered"])),
                        fields=["next_try"],
                        name="delivery_to_do",
                    ),
                    models.Index(
                        condition=models.Q(("state", "sending")),
                        fields=["claimed_at"],
                        name="delivery_claimed",
                    ),
                    models.Index(
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("state", "failed")),
                        name="delivery_failed",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("message", "way"), name="delivery_once_each_way")
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sms", models.BooleanField(default=True, verbose_name="短信")),
                ("mail", models.BooleanField(default=True, verbose_name="邮件")),
                ("digest", models.BooleanField(default=False, verbose_name="每天汇总成一条")),
                (
                    "resident",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="preference",
                        to="residents.resident",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="preference",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "接收偏好",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resident__isnull", True), ("user__isnull", False)),
                            models.Q(("resident__isnull", False), ("user__isnull", True)),
                            _connector="OR",
                        ),
                        name="preference_of_one_person",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=24, unique=True, verbose_name="文本")),
                ("words", models.CharField(max_length=200, verbose_name="内容")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "措辞",
            },
        ),
        migrations.RunPython(put_nothing_off, migrations.RunPython.noop),
    ]
