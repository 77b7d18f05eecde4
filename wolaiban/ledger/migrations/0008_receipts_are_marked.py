"""Mark every receipt, and let the guard of the rows pass the mark. Needs RECEIPT_KEY. A minute for a million receipts."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from wolaiban.cases.receipt_marks import MARKED, mark_of

AT_A_TIME = 1000
GUARD = """
DROP TRIGGER cases_receipt_is_kept ON cases_receipt;
CREATE TRIGGER cases_receipt_is_kept BEFORE UPDATE OR DELETE ON cases_receipt
    FOR EACH ROW EXECUTE FUNCTION ledger_rows_are_kept({columns});
"""


def mark(apps: Any, editor: Any) -> None:
    receipt = apps.get_model("cases", "Receipt")
    standing = receipt.objects.filter(mark=None).only("mark", *MARKED).order_by("pk")
    after = 0
    while rows := list(standing.filter(pk__gt=after)[:AT_A_TIME]):
        for row in rows:
            row.mark = mark_of(row.__dict__)
        receipt.objects.bulk_update(rows, ["mark"])
        after = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_residents_are_marked"), ("cases", "0017_receipts_are_marked")]
    operations = [
        migrations.RunSQL(
            GUARD.format(columns="'void_at', 'mark'"), reverse_sql=GUARD.format(columns="'void_at'")
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
