"""What the database refuses of the tables of this room: each trigger, with the digest that `ledger.guards` makes of it."""

from __future__ import annotations

TRIGGERS = {
    "retention_retentionrun": {
        "retention_retentionrun_is_kept": "ebf497dc0a400259",
        "retention_retentionrun_is_not_emptied": "57ec28525a8a3111",
    },
}
