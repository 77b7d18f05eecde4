"""What the database refuses of the tables of this room: each trigger, with the digest that `ledger.guards` makes of it.

The list is written out, not read from the models: what an owner of the tables removes must not vanish from it as well.
"""

from __future__ import annotations

TRIGGERS = {
    "duty_booking": {
        "duty_booking_has_a_seat": "a6de8c2ea357a719",
        "duty_booking_is_kept": "88e1955677d1e5d0",
        "duty_booking_is_not_emptied": "57ec28525a8a3111",
    },
    "duty_calendarfeed": {
        "duty_calendarfeed_is_kept": "caef955d7e8e52e2",
        "duty_calendarfeed_is_not_emptied": "57ec28525a8a3111",
    },
    "duty_ticket": {
        "duty_ticket_is_kept": "88e1955677d1e5d0",
        "duty_ticket_is_not_emptied": "57ec28525a8a3111",
        "duty_ticket_stays_as_ended": "e4b45902849e6434",
    },
}
