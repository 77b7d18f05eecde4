"""By which calendar of working days a deadline was counted. Quick on any number of rows; reversible."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_history_is_found_by_when_it_was_reported")]

    operations = [
        migrations.AddField(
            model_name="case", name="counted_by", field=models.PositiveIntegerField(default=0)
        ),
    ]
