"""Hand the bookmark of the sums to the one reader of events. The sums stand, and are counted on from there."""

from django.db import migrations

from wolaiban.database.migrating import put_nothing_off

GIVE = """
INSERT INTO workflow_bookmark (reader, source, read_to, pending_to, pending_xid, version)
SELECT 'statistics', 'cases_event', read_to, pending_to, pending_xid, formulas FROM statistics_bookmark
ON CONFLICT DO NOTHING
"""
TAKE = """
INSERT INTO statistics_bookmark (id, read_to, pending_to, pending_xid, formulas)
SELECT 1, read_to, pending_to, pending_xid, version FROM workflow_bookmark WHERE reader = 'statistics'
"""


class Migration(migrations.Migration):
    replaces = [
        ("statistics", "0003_the_bookmark_is_the_readers"),
    ]
    dependencies = [
        ("statistics", "0001_tables"),
        ("workflow", "0001_tables"),
    ]

    operations = [
        migrations.RunSQL(GIVE, TAKE),
        migrations.DeleteModel(name="Bookmark"),
        migrations.RunPython(put_nothing_off, migrations.RunPython.noop),
    ]
