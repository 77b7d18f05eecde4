"""What the database refuses of the tables of this room: each trigger, with the digest that `ledger.guards` makes of it.

The list is written out, not read from the models: what an owner of the tables removes must not vanish from it as well.
"""

from __future__ import annotations

TRIGGERS = {
    "cases_answer": {
        "cases_answer_is_kept": "ebf497dc0a400259",
        "cases_answer_is_not_emptied": "57ec28525a8a3111",
    },
    "cases_attachment": {
        "cases_attachment_is_kept": "ebf497dc0a400259",
        "cases_attachment_is_not_emptied": "57ec28525a8a3111",
    },
    "cases_event": {
        "cases_event_is_append_only": "36565adeefbc6f69",
        "cases_event_is_never_emptied": "bc8f67a082356563",
    },
    "cases_receipt": {
        "cases_receipt_is_kept": "49826990f6e444b2",
        "cases_receipt_is_not_emptied": "57ec28525a8a3111",
    },
    "cases_statement": {
        "cases_statement_is_kept": "0a83d0173c78d379",
        "cases_statement_is_not_emptied": "57ec28525a8a3111",
    },
}
