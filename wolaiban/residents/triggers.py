"""What the database refuses of the tables of this room: each trigger, with the digest that `ledger.guards` makes of it.

The list is written out, not read from the models: what an owner of the tables removes must not vanish from it as well.
"""

from __future__ import annotations

TRIGGERS = {
    "residents_erasure": {
        "erasure_is_append_only": "811441c6f33292cf",
        "erasure_is_not_truncated": "fca497a3af34aa40",
    },
    "residents_look": {
        "look_is_append_only": "811441c6f33292cf",
        "look_is_not_truncated": "fca497a3af34aa40",
    },
    "residents_resident": {
        "resident_stays_erased": "5a2b6d4453c47da5",
        "residents_resident_is_kept": "1d5ef24df31c9f73",
        "residents_resident_is_not_emptied": "57ec28525a8a3111",
    },
}
