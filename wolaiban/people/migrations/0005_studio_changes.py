"""Keep a record of what studios said of themselves. A new table: safe on a live site."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_tokens_for_machines"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StudioChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                ("facts", models.JSONField(default=dict, verbose_name="情况")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经手人",
                    ),
                ),
                (
                    "studio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="places.studio",
                        verbose_name="工作室",
                    ),
                ),
            ],
            options={
                "verbose_name": "工作室资料变动",
                "ordering": ["-at", "-id"],
            },
        ),
    ]
