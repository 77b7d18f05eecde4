"""Let the index from which the board counts carry by what a matter is kept close.

What is sensitive is counted for those who see it, and what is said of the district's office not for the office: without
these columns in the index every open case would be looked up for that. Reversible; no rows are touched.
"""

from django.db import migrations, models
from django.db.models import Q

NAME = "case_alike_for_the_board"
OPEN = ["answered", "disputed", "joint", "raised", "reported", "resolved", "working"]


def index(*more: str) -> models.Index:
    return models.Index(
        fields=["township", "stage", "tier", "deadline"],
        name=NAME,
        condition=Q(stage__in=OPEN),
        include=["paused_at", "unit", "holder", *more],
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_pauses_and_call_backs_are_found")]
    operations = [
        migrations.RemoveIndex("case", NAME),
        migrations.AddIndex("case", index("about", "sensitive", "handler", "registered_by")),
    ]
