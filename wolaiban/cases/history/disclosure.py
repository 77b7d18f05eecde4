"""What of an event is told to whom. Those inside read all; residents and volunteers only what stands here.

That something happened is told to everyone who may see the case. The words given with it are not, unless they were
meant for the resident: a new step is silent until it is named here.
"""

from __future__ import annotations

from wolaiban.cases.history.audience import Eyes

TOLD_TO_RESIDENTS = frozenset(
    {
        ("register", "photos"),
        ("decline", "lawful_way"),
        ("decline", "reason"),
        ("decline", "guidance"),
        ("accept", "handler"),
        ("assign", "handler"),
        ("take_up", "handler"),
        ("whistle", "lead_department"),
        ("whistle", "assisting"),
        ("ask", "question"),
        ("ask", "until"),
        ("interim", "message"),
        ("extend", "days"),
        ("grant", "message"),
        ("pause", "pause_reason"),
        ("pause", "until"),
        ("resolve", "disposition"),
        ("resolve", "photos"),
        ("backfill", "closed_at"),
        ("backfill", "disposition"),
        ("uphold", "reason"),
        ("uphold", "remedies"),
        ("supervise", "due"),
        ("recount_time", "due"),
    }
)
# What one complainant said or was told is theirs alone, also in a joint matter.
TOLD_TO_THE_ONE_CONCERNED = frozenset(
    {
        ("register", "words"),
        ("supply", "words"),
        ("supply", "photos"),
        ("confirm", "solved"),
        ("confirm", "satisfaction"),
        ("confirm", "words"),
        ("confirm", "photos"),
        ("confirm", "close_anyway"),
        ("call_back", "solved"),
        ("call_back", "satisfaction"),
        ("dispute", "words"),
        ("dispute", "photos"),
        ("reopen", "words"),
        ("reopen", "photos"),
        ("ask_up", "words"),
        ("withdraw", "words"),
        ("urge", "message"),
        ("answer", "answer_channel"),
        ("answer", "message"),
        ("answer", "told_at"),
    }
)
TOLD_TO_VOLUNTEERS = frozenset({("register", "words"), ("register", "photos")})


def is_told(step: str, name: str, eyes: Eyes, *, concerns_me: bool) -> bool:
    if eyes is Eyes.INSIDE:
        return True
    if eyes is Eyes.VOLUNTEER:
        return (step, name) in TOLD_TO_VOLUNTEERS
    return (step, name) in TOLD_TO_RESIDENTS or (concerns_me and (step, name) in TOLD_TO_THE_ONE_CONCERNED)
