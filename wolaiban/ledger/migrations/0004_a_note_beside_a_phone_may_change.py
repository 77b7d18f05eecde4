"""Let what stands beside a phone number be changed and erased like the number itself. Reversible. No rows are touched."""

from __future__ import annotations

from django.db import migrations

COLUMNS = ("name", "phone", "id_number", "address", "phone_index", "account_id", "erased_at")


def guarding(*columns: str) -> str:
    allowed = ", ".join(f"'{column}'" for column in columns)
    return f"""
DROP TRIGGER residents_resident_is_kept ON residents_resident;
CREATE TRIGGER residents_resident_is_kept BEFORE UPDATE OR DELETE ON residents_resident
    FOR EACH ROW EXECUTE FUNCTION ledger_rows_are_kept({allowed});"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_what_is_kept_is_guarded"),
        ("residents", "0004_a_note_beside_a_phone"),
    ]
    operations = [
        migrations.RunSQL(guarding(*COLUMNS, "phone_note"), reverse_sql=guarding(*COLUMNS)),
    ]
