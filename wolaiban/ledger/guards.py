"""What the database itself refuses: each trigger of ours, and whether it is there, awake, and does what it did.

A row may be kept for good, an edition settled, an erased resident stay erased. The digest of a trigger covers when it
fires, what it is given and the text of its function: a guard whose function was replaced by an empty one is no guard.
Each room registers the guards of its tables (`ledger.registry`).
"""

from __future__ import annotations

from django.db import connection

from wolaiban.ledger import registry

# Of the rooms below, which do not know that there is a ledger.
TRIGGERS: dict[str, dict[str, str]] = {
    "ledger_checkpoint": {
        "ledger_checkpoint_is_append_only": "6f4ad540bc4a9b9b",
        "ledger_checkpoint_is_never_emptied": "5fa286e9ccf8b792",
    },
    "ledger_drill": {
        "ledger_drill_is_kept": "ebf497dc0a400259",
        "ledger_drill_is_not_emptied": "57ec28525a8a3111",
    },
    "people_absence": {
        "people_absence_is_kept": "a65ebf0193da6ce1",
        "people_absence_is_not_emptied": "57ec28525a8a3111",
    },
    "people_change": {
        "people_change_is_append_only": "c0919b9eb7930b0a",
        "people_change_is_not_emptied": "57ec28525a8a3111",
    },
    "people_deputy": {
        "people_deputy_is_kept": "eaeaad3d890f33ba",
        "people_deputy_is_not_emptied": "57ec28525a8a3111",
    },
    "people_invitation": {
        "people_invitation_is_kept": "83b482e5d60b3323",
        "people_invitation_is_not_emptied": "57ec28525a8a3111",
    },
    "people_post": {
        "people_post_is_kept": "eaeaad3d890f33ba",
        "people_post_is_not_emptied": "57ec28525a8a3111",
    },
    "people_studiochange": {
        "people_studiochange_is_append_only": "92020e5597d4ebd7",
        "people_studiochange_is_not_emptied": "57ec28525a8a3111",
    },
    "people_token": {
        "people_token_is_kept": "99b3e5bb8e4133cd",
        "people_token_is_not_emptied": "57ec28525a8a3111",
    },
    "traces_trace": {
        "traces_trace_is_append_only": "d459b797b4bb2b8d",
        "traces_trace_is_not_emptied": "28722884c72f9817",
    },
    "workflow_attachment": {
        "workflow_attachment_is_kept": "ebf497dc0a400259",
        "workflow_attachment_is_not_emptied": "57ec28525a8a3111",
    },
    "workflow_event": {
        "workflow_event_is_kept": "ebf497dc0a400259",
        "workflow_event_is_not_emptied": "57ec28525a8a3111",
    },
    "workflow_statement": {
        "workflow_statement_is_not_emptied": "57ec28525a8a3111",
        "workflow_statement_is_only_erased": "9cc0de3dc96d6b0f",
    },
    "workflow_submission": {
        "workflow_submission_is_kept": "ebf497dc0a400259",
        "workflow_submission_is_not_emptied": "57ec28525a8a3111",
    },
}

STANDING = """
SELECT tgrelid::regclass::text, tgname,
       left(encode(sha256(convert_to(concat_ws('|', tgtype, encode(tgargs, 'hex'), tgqual IS NULL, prosrc), 'utf8')), 'hex'), 16)
FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgrelid IN (
    SELECT pg_class.oid FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = ANY(current_schemas(false)))
"""


def standing() -> dict[str, dict[str, str]]:
    """The triggers that are awake, by table and name, each with its digest."""
    found: dict[str, dict[str, str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(STANDING)
        for table, name, digest in cursor.fetchall():
            found.setdefault(table, {})[name] = digest
    return found


def unguarded() -> list[str]:
    """Tables where a guard is not there, not awake, or not the one that it was."""
    awake = standing()
    return [
        table
        for table, guards in registry.triggers().items()
        if not guards.items() <= awake.get(table, {}).items()
    ]
