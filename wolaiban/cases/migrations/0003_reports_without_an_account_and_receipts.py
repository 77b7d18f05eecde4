"""Let a matter be registered by somebody without an account, and keep the receipts that open it.

Adds a table and drops a NOT NULL; no rows are touched, so it is safe on a live site. Going back fails where somebody
has reported without an account: their matter has no registrar to name.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_events_are_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="registered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.BinaryField(unique=True)),
                ("pin", models.BinaryField(null=True)),
                ("issued_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("void_at", models.DateTimeField(null=True)),
                (
                    "complainant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="cases.complainant",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "回执",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("void_at__isnull", True)),
                        fields=("complainant",),
                        name="receipt_one_that_opens",
                    )
                ],
            },
        ),
    ]
