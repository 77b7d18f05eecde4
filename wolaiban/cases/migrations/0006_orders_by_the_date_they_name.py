"""Index the dates that orders of the district name: reminders ask for those to come, every few minutes.

Reversible. Few cases are under an order, so the index is small; making it reads all cases once, a second for a million.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_search_by_pairs_of_characters")]
    operations = [
        migrations.AddIndex(
            "case",
            models.Index(
                models.F("supervise_due"),
                name="case_ordered_by",
                condition=models.Q(supervise_due__isnull=False),
            ),
        )
    ]
