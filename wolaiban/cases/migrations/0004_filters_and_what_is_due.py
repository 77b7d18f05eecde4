"""People keep filters of the ledger; what is open is listed by when it is due, and what is urgent is found at once.

Two indexes of the few cases that are open or urgent: some seconds for a million cases. Nothing that stands there changes.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Greatest

OPEN = ["answered", "disputed", "joint", "raised", "reported", "resolved", "working"]


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_words_are_found_in_either_width"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=20, verbose_name="名称")),
                ("query", models.CharField(max_length=1000, verbose_name="条件")),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "存下的筛选",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "name"), name="saved_filter_once_by_its_name")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                Greatest("deadline", "paused_until"),
                models.F("id"),
                condition=models.Q(("stage__in", OPEN)),
                name="case_by_due",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("urgent", True)),
                name="case_urgent",
            ),
        ),
    ]
