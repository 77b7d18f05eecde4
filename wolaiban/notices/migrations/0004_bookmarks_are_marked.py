"""Mark how far notices have read: from here on verifying finds a bookmark that was moved by hand."""

from typing import Any

from django.db import migrations

from wolaiban.workflow.bookmarks import mark_all


def mark(apps: Any, editor: Any) -> None:
    mark_all(apps.get_model("workflow", "Bookmark").objects.filter(reader__in=["notices", "subject_notices"]))


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0003_messages_are_sealed"),
        ("workflow", "0002_bookmarks_are_marked"),
    ]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
