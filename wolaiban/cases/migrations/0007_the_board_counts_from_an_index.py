"""Let the index of open cases by deadline carry all that the board counts by, so that it need not read the cases.

Reversible. Nothing can be written while the index is made: with 400,000 cases that takes a second or two.
"""

from django.db import migrations, models

OPEN = ["answered", "disputed", "joint", "raised", "reported", "resolved", "working"]


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_orders_by_the_date_they_name")]
    operations = [
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["deadline"],
                name="case_open_for_the_board",
                condition=models.Q(stage__in=OPEN),
                include=["stage", "tier", "paused_at", "township", "unit", "holder"],
            ),
        ),
        migrations.RemoveIndex("case", "case_open_by_deadline"),
    ]
