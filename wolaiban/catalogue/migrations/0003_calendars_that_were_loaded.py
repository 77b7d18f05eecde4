"""A table for the calendars of working days that are loaded. Reversible; nothing is lost but what was loaded."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_published_editions_do_not_change")]

    operations = [
        migrations.CreateModel(
            name="CalendarLoad",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.CharField(max_length=200, verbose_name="文件")),
                ("days", models.JSONField(verbose_name="日期")),
                ("loaded_at", models.DateTimeField(auto_now_add=True, verbose_name="装入时间")),
            ],
            options={"verbose_name": "工作日历", "ordering": ["id"]},
        ),
    ]
