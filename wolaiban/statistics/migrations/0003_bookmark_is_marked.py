"""Mark how far the sums have read: from here on verifying finds a bookmark that was moved by hand."""

from typing import Any

from django.db import migrations

from wolaiban.workflow.bookmarks import mark_all


def mark(apps: Any, editor: Any) -> None:
    mark_all(apps.get_model("workflow", "Bookmark").objects.filter(reader__in=["statistics"]))


class Migration(migrations.Migration):
    dependencies = [
        ("statistics", "0002_the_bookmark_is_the_readers"),
        ("workflow", "0002_bookmarks_are_marked"),
    ]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
