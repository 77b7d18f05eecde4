"""Mark every row of the vault, and let the guard of the rows pass the mark.

Needs the vault's keys, as everything does that touches it. On a live site a minute or two for a million residents.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

from wolaiban.residents.keys import keyring
from wolaiban.residents.marks import MARKED, mark_of

MAY_CHANGE = (
    "name", "phone", "phone_note", "id_number", "address", "phone_index", "account_id", "erased_at",
)  # fmt: skip
AT_A_TIME = 1000
GUARD = """
DROP TRIGGER residents_resident_is_kept ON residents_resident;
CREATE TRIGGER residents_resident_is_kept BEFORE UPDATE OR DELETE ON residents_resident
    FOR EACH ROW EXECUTE FUNCTION ledger_rows_are_kept({columns});
"""


def guard(*columns: str) -> str:
    return GUARD.format(columns=", ".join(f"'{column}'" for column in columns))


def mark(apps: Any, editor: Any) -> None:
    resident = apps.get_model("residents", "Resident")
    standing = resident.objects.filter(erased_at=None, mark=None).order_by("pk")
    standing = standing.only("uuid", "account_id", "invented", "apart", "mark", *MARKED)
    after = 0
    while rows := list(standing.filter(pk__gt=after)[:AT_A_TIME]):
        for row in rows:
            row.mark = mark_of(row.__dict__, keyring().current)
        resident.objects.bulk_update(rows, ["mark"])
        after = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_calendars_are_kept"), ("residents", "0006_rows_are_marked")]
    operations = [
        migrations.RunSQL(guard(*MAY_CHANGE, "mark"), reverse_sql=guard(*MAY_CHANGE)),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
