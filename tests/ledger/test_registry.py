"""What the rooms above tell the ledger: nothing twice, nothing in the place of another."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from wolaiban.cases.models import Case, Event
from wolaiban.cases.verifying.kind import CASES, CaseChain
from wolaiban.ledger import kinds, registry, subject_heads
from wolaiban.ledger.kinds import KEY_BITS, code_of
from wolaiban.ledger.traces import TraceChain
from wolaiban.ledger.tree import prefix_of


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_kinds", "_checks", "_triggers"):
        monkeypatch.setattr(registry, name, dict(getattr(registry, name)))


def kind(name: str, **more: Any) -> CaseChain:
    return CaseChain(name=name, label=name, subject=Case, event=Event, link="case_id", **more)


def test_cases_and_traces_stand_where_they_always_stood() -> None:
    """What was signed before there were other kinds is computed again by these keys and these bytes."""
    assert [each.name for each in registry.kinds()][:2] == ["trace", "case"]
    assert (TraceChain.base, TraceChain.keys) == (0, range(1))
    assert (CASES.base, CASES.keys) == (0, range(1, 1 << KEY_BITS))
    assert CASES.leaf_prefix == TraceChain.leaf_prefix == prefix_of() == b"\0\0\0\0\0\0\0\x0fwolaiban/head/1"


def test_another_kind_stands_after_all_cases_and_in_its_own_place() -> None:
    edition = kind("edition")
    registry.register_kind(edition)

    assert edition in registry.kinds()[2:]
    assert edition.base == code_of("edition") << KEY_BITS > CASES.keys.stop - 1
    assert edition.keys.stop <= 1 << 63
    assert edition.leaf_prefix == prefix_of("edition")


def test_two_kinds_in_one_place_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match="case"):
        registry.register_kind(kind("case"))
    monkeypatch.setattr(kinds, "code_of", lambda name: 7)
    registry.register_kind(kind("one"))
    registry.register_kind(kind("other"))
    with pytest.raises(ImproperlyConfigured, match=r"one.*other"):
        registry.kinds()


def test_a_check_or_a_guard_told_twice_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="receipts"):
        registry.register_check("receipts", list)
    with pytest.raises(ImproperlyConfigured, match="cases_event"):
        registry.register_triggers({"cases_event": {}})


def test_a_key_is_called_by_its_kind() -> None:
    registry.register_kind(edition := kind("edition"))

    assert subject_heads.label_of(0) == "留痕（内部编号 0）"
    assert subject_heads.label_of(7) == "事项（内部编号 7）"
    assert subject_heads.label_of(edition.base + 7) == "edition（内部编号 7）"
    assert subject_heads.label_of((1 << 63) - 1).startswith("不认识的一类")
