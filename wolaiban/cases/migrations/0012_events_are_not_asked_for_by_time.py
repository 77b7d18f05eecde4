"""Every question about events names a case, or goes on from the last event that was read."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_search_by_lots_of_cases")]
    operations = [migrations.RemoveIndex(model_name="event", name="event_by_time")]
