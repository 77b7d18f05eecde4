"""A keyed digest over each row of the vault. Adds a column; `ledger` 0007 fills it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("residents", "0005_those_who_accuse_are_kept_apart")]
    operations = [migrations.AddField("resident", "mark", models.BinaryField(null=True))]
