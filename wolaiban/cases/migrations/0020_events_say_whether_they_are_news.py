"""Events say whether anybody may have to be told of them. Nothing is rewritten: a constant is no row's business."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_the_board_counts_what_is_kept_close")]

    operations = [
        migrations.AddField("event", "news", models.BooleanField(default=True)),
    ]
