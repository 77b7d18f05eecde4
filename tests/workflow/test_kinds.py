"""What a kind says of itself: what is derived where it says nothing, and what it may not say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.urls import resolve

from tests.workflow.kind import ERRAND, KIND
from wolaiban.catalogue.kind import KIND as EDITIONS
from wolaiban.mediation.kind import KIND as CONFERENCES
from wolaiban.places.models import Unit
from wolaiban.publicity.kind import KIND as TYPICAL_ANSWERS
from wolaiban.workflow.kinds import every_kind, register


def test_events_repeat_every_column_that_nothing_else_holds() -> None:
    """Of a kind that does not say which; without a limit the clock of a stage never runs."""
    derived = replace(KIND, tracked=())
    paused = {"paused_at", "paused_until", "pause_reason"}
    of_clock = {"counted_from", "deadline", "rung"}
    assert set(derived.tracked) == {"asker_id", "stops_made", "wake_at", *paused, *of_clock}
    no_limit: Any = CONFERENCES.limit
    unlimited = replace(KIND, tracked=(), limit=no_limit)
    assert set(derived.tracked) - set(unlimited.tracked) == of_clock


def test_what_events_of_old_repeat_they_still_do() -> None:
    """A column more or less needs an entry in `added`, or every subject there is would be found changed."""
    assert set(CONFERENCES.tracked) == {
        "case_id", "host_id", "chair_id", "recorder_id", "meets_at", "wake_at",
    }  # fmt: skip
    assert set(TYPICAL_ANSWERS.tracked) == {"case_id", "township_id", "checked_by_hand", "released_at"}
    assert set(EDITIONS.tracked) == {
        "report_in_hours", "urgent_report_in_hours", "published_at", "published_by_id",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        ({"limit": CONFERENCES.limit}, "has a ladder, and no limit"),
        ({"model": EDITIONS.model, "children": ()}, "has a ladder, and no limit"),
        ({"process": replace(ERRAND, alarms=())}, "only the clock takes knock, and nothing tells it when"),
        ({"process": replace(ERRAND, ladders={})}, "only the clock takes urge, and nothing tells it when"),
    ],
)
def test_a_kind_that_would_not_work_is_refused(other: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        register(replace(KIND, **other))


def test_who_holds_a_subject_is_named_by_the_field_of_a_unit() -> None:
    fields = {kind.held_by: kind.model._meta.get_field(kind.held_by) for kind in every_kind() if kind.held_by}
    assert len(fields) > 1
    assert {name: (field.name, field.related_model) for name, field in fields.items()} == {
        name: (name, Unit) for name in fields
    }


def test_messages_lead_to_the_page_of_their_kind_at_the_desk() -> None:
    """Its path is written down below the desk, which may not be known there."""
    pages = {kind.name: kind.page.format(pk=7) for kind in every_kind() if kind.page}
    assert pages
    found = {name: resolve(page) for name, page in pages.items()}
    assert {name: (match.view_name, match.kwargs) for name, match in found.items()} == {
        name: (f"desk:{name}", {"pk": 7}) for name in pages
    }
