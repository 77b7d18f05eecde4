"""What the database refuses of the tables of this room: each trigger, with the digest that `ledger.guards` makes of it.

The list is written out, not read from the models: what an owner of the tables removes must not vanish from it as well.
"""

from __future__ import annotations

TRIGGERS = {
    "catalogue_calendarload": {
        "catalogue_calendarload_is_kept": "ebf497dc0a400259",
        "catalogue_calendarload_is_not_emptied": "57ec28525a8a3111",
    },
    "catalogue_category": {
        "catalogue_category_is_not_emptied": "57ec28525a8a3111",
        "category_is_settled": "15551c8bb8f08c46",
    },
    "catalogue_edition": {
        "catalogue_edition_is_not_emptied": "57ec28525a8a3111",
        "edition_is_settled": "88bcba0767f60171",
    },
    "catalogue_limit": {
        "catalogue_limit_is_not_emptied": "57ec28525a8a3111",
        "limit_is_settled": "15551c8bb8f08c46",
    },
}
