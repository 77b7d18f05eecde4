"""Phrases: one table. Who changed what stands in the traces, which need nothing taken over."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Phrase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=24, verbose_name="步骤")),
                ("question", models.CharField(max_length=24, verbose_name="哪一项")),
                ("topic", models.CharField(blank=True, max_length=200, verbose_name="事项类别")),
                ("words", models.CharField(max_length=200, verbose_name="内容")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
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
                "verbose_name": "常用语",
                "indexes": [models.Index(models.F("owner"), models.F("step"), name="phrase_of_owner")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("step", "question", "owner", "topic", "words"),
                        name="phrase_once_in_its_place",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
    ]
