"""The counters behind the limits bear a name of their own: a tally is what the statistics keep."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("web", "0001_tallies")]

    operations = [migrations.RenameModel("Tally", "Attempts")]
