"""A keyed digest over each receipt. Adds a column; `ledger` 0008 fills it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_deadlines_know_their_calendar")]
    operations = [migrations.AddField("receipt", "mark", models.BinaryField(null=True))]
