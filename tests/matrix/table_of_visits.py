"""The addresses of reception days and bookings: rows of `table`, which says who is what."""

from __future__ import annotations

from collections.abc import Set

from tests.matrix.routes import Route


# fmt: off
def visits(agents: Set[str], has_door: Set[str], no_door: Set[str], sees: Set[str], inside: Set[str]) -> tuple[Route, ...]:
    """`sees` are those who see what the village's door keeps, `inside` those who have lists at all."""
    return (
        # -- a day on which the village's secretary receives, another that is drawn up, and somebody who booked
        Route("desk:reception_days",          {200: inside}),
        Route("desk:reception_day",           {200: sees},                 405,                               {"pk": "reception_day"}),
        Route("desk:reception_day_step",      {200: agents, 403: sees},    {422: agents, 403: sees},   {"pk": "reception_day", "step": "=set_slots"}),
        Route("desk:reception_day_step",      {200: agents, 403: sees},    {422: agents, 403: sees},   {"pk": "reception_day", "step": "=cancel_day"}),
        Route("desk:reception_day_step",      {200: agents, 403: sees},    {302: agents, 403: sees},   {"pk": "drafted_day", "step": "=publish"}),
        Route("desk:reception_day_calendar",  {200: inside}),
        Route("desk:draw_up_reception_day",   {200: has_door, 403: no_door},      {422: has_door, 403: no_door}),
        Route("desk:bookings",                {200: inside}),
        Route("desk:bookings_ahead",          {200: inside}),
        Route("desk:booking",                 {200: agents},                      405,                               {"pk": "booking"}),
        Route("desk:booking_slip",            {200: {"bai"}},                     405,                               {"pk": "booking"}),
        Route("desk:booking_phone",           {200: agents},                      {200: agents},                     {"pk": "booking"}, {"reason": "打电话改时间"}),
        Route("desk:booking_step",            {200: agents},                      {302: agents},                     {"pk": "booking", "step": "=cancel"}),
        Route("desk:booking_step",            {409: agents},                      {409: agents},                     {"pk": "booking", "step": "=arrive"}),
        Route("desk:book_booking",            {200: agents, 409: has_door, 403: no_door}, {422: agents, 409: has_door, 403: no_door}),
        Route("portal:book_visit",            200,                                422,                               {"code": "village"}, open_to_all=True),
        Route("portal:book_visit",            404,                                404,                               {"code": "=nothing"}, open_to_all=True),
        Route("portal:booked",                200,                                422,                               open_to_all=True),
        Route("portal:visit",                 302,                                405,                               open_to_all=True),
        Route("portal:move_visit",            302,                                302,                               open_to_all=True),
        Route("portal:cancel_visit",          405,                                302,                               open_to_all=True),
        Route("portal:leave_visit",           405,                                302,                               open_to_all=True),
    )
