"""What an old ledger handed over is asked for by when it was reported, and by being history: it stands in no order of keys."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_what_bodies_of_format_two_hold")]
    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(models.F("reported_at"), name="case_by_when_reported"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("backfilled", True)),
                name="case_of_history",
            ),
        ),
    ]
