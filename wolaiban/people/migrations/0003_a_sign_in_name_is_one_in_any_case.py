"""Let a sign-in name be taken once, whatever the case of its letters.

People do not remember capitals; two accounts that differ only in them would be
mistaken for each other. The index also serves the look-up at sign-in.
"""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_changes_are_append_only"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Upper("username"), name="people_username_is_one_in_any_case"
            ),
        ),
    ]
