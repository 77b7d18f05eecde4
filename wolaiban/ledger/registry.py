"""What the ledger signs and verifies, told to it by the rooms above: their kinds, their checks and their guards.

Each room registers in `ready()` of its app; the ledger knows none of them by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.core.exceptions import ImproperlyConfigured

from wolaiban.ledger.findings import Finding
from wolaiban.ledger.kinds import Chained

Check = Callable[[], Iterable[Finding]]
Triggers = Mapping[str, Mapping[str, str]]  # by table and name of the trigger: its digest

_kinds: dict[str, Chained] = {}
_checks: dict[str, Check] = {}
_triggers: dict[str, Mapping[str, str]] = {}
_moved: set[str] = set()


def register_kind(kind: Chained) -> None:
    """Let verifying read a kind of subjects and checkpoints sign its heads. Keys of two kinds must not overlap."""
    for other in _kinds.values():
        if other.name == kind.name or (
            other.keys.start < kind.keys.stop and kind.keys.start < other.keys.stop
        ):
            raise ImproperlyConfigured(f"“{kind.name}”和“{other.name}”在检查点里占同样的位置。")
    _kinds[kind.name] = kind


def register_check(name: str, check: Check) -> None:
    """Let verifying run a check of rows that have no chain. It runs in a snapshot that must not be written to."""
    if name in _checks:
        raise ImproperlyConfigured(f"“{name}”登记了两次。")
    _checks[name] = check


def register_triggers(triggers: Triggers) -> None:
    """Let verifying demand these triggers. A table is named once."""
    if twice := _triggers.keys() & triggers.keys():
        raise ImproperlyConfigured(f"“{'、'.join(sorted(twice))}”的保护登记了两次。")
    _triggers.update(triggers)


def register_moved(kind: str) -> None:
    """Let verifying pass over traces of rows that stand elsewhere now, as events of a chain of their own."""
    _moved.add(kind)


def kinds() -> list[Chained]:
    """In the order of their keys, which is that of the leaves."""
    return sorted(_kinds.values(), key=lambda kind: kind.keys.start)


def checks() -> list[Check]:
    return list(_checks.values())


def triggers() -> Triggers:
    return _triggers


def moved() -> frozenset[str]:
    return frozenset(_moved)
