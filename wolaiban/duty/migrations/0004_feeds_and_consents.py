"""Calendar feeds, kept for good but that they end and are read; and what the sheet at the door may say of somebody."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

KEEP = """
CREATE TRIGGER duty_calendarfeed_is_kept BEFORE UPDATE OR DELETE ON duty_calendarfeed
    FOR EACH ROW EXECUTE FUNCTION ledger_rows_are_kept('ended_at', 'last_read_at');
CREATE TRIGGER duty_calendarfeed_is_not_emptied BEFORE TRUNCATE ON duty_calendarfeed
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_rows_are_kept();
"""
RELEASE = """
DROP TRIGGER duty_calendarfeed_is_not_emptied ON duty_calendarfeed;
DROP TRIGGER duty_calendarfeed_is_kept ON duty_calendarfeed;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_tables"),
        ("duty", "0003_tickets_at_the_counter"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DoorConsent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("full_name", models.BooleanField(default=False, verbose_name="写全名")),
                ("phone", models.BooleanField(default=False, verbose_name="写工作电话")),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="何时说的")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "门口值班表上的同意",
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("prefix", models.CharField(max_length=6, verbose_name="开头")),
                ("digest", models.BinaryField(unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="生成时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="停用时间")),
                ("last_read_at", models.DateTimeField(null=True, verbose_name="最近读取")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "日历订阅",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("user",),
                        name="duty_calendarfeed_one_each",
                    )
                ],
            },
        ),
        migrations.RunSQL(KEEP, reverse_sql=RELEASE),
    ]
