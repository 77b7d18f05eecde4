"""Begin reading for notices after the last event that there is.

Each event up to there has its own job, put out by the version that wrote it: told, or still in the queue, where the
worker finds it as before (`notices.tell`). To read them once more would tell those who came to a post since.
"""

from django.db import migrations

BEGIN = """
INSERT INTO workflow_bookmark (reader, source, read_to, pending_to, version)
SELECT 'notices', 'cases_event', coalesce(max(id), 0), 0, 0 FROM cases_event
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_indexes_that_nobody_needed"),
        ("workflow", "0002_bookmarks_of_readers"),
        ("cases", "0020_events_say_whether_they_are_news"),
    ]

    operations = [
        migrations.RunSQL(BEGIN, "DELETE FROM workflow_bookmark WHERE reader = 'notices'"),
    ]
