"""How somebody likes their pages: lines close together or apart, light or dark."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_second_factors_leave_traces")]

    operations = [
        migrations.AddField("user", "dense", models.BooleanField("紧凑", db_default=False, default=False)),
        migrations.AddField(
            "user",
            "scheme",
            models.CharField(
                "深浅",
                max_length=6,
                choices=[("device", "跟着设备"), ("light", "浅色"), ("dark", "深色")],
                db_default="device",
                default="device",
            ),
        ),
    ]
