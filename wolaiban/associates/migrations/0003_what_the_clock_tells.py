"""Give associates a clock, and a place for what it told; hours are read by their days, terms by their end."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("associates", "0002_terms_of_appointment"),
    ]

    operations = [
        migrations.CreateModel(
            name="ToldReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("term_soon", "聘期 60 天以内到期"),
                            ("term_near", "聘期 14 天以内到期"),
                            ("insurance", "保险 14 天以内到期"),
                            ("hours", "7 天以前的服务还没有确认"),
                            ("sign_up", "有人报名，3 天没有看"),
                            ("sign_up_above", "有人报名，7 天没有看"),
                        ],
                        max_length=16,
                        verbose_name="提醒了什么",
                    ),
                ),
                ("of", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "提醒",
            },
        ),
        migrations.AddField(
            model_name="associate",
            name="counted_from",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="associate",
            name="deadline",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="associate",
            name="rung",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="associate",
            name="wake_at",
            field=models.DateTimeField(db_index=True, null=True),
        ),
        migrations.AddIndex(
            model_name="appointmentterm",
            index=models.Index(fields=["body", "ends"], name="associates_terms_by_end"),
        ),
        migrations.AddIndex(
            model_name="volunteerhours",
            index=models.Index(fields=["associate", "-day", "-id"], name="associates_hours_by_day"),
        ),
        migrations.AddIndex(
            model_name="volunteerhours",
            index=models.Index(fields=["day"], name="associates_hours_of_days"),
        ),
        migrations.AddField(
            model_name="toldreminder",
            name="associate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="associates.associate"
            ),
        ),
        migrations.AddConstraint(
            model_name="toldreminder",
            constraint=models.UniqueConstraint(
                fields=("associate", "what", "of"), name="associates_reminded_once"
            ),
        ),
    ]
