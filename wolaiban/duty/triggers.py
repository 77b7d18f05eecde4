"""What the database refuses of the tables of this room: each trigger, with the digest that `ledger.guards` makes of it."""

from __future__ import annotations

TRIGGERS = {
    "duty_calendarfeed": {
        "duty_calendarfeed_is_kept": "caef955d7e8e52e2",
        "duty_calendarfeed_is_not_emptied": "57ec28525a8a3111",
    },
}
