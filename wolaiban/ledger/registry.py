"""What the ledger signs and verifies, told to it by the rooms above: their kinds, their checks and their guards.

Each room registers in `ready()` of its app; the ledger knows none of them by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

from django.core.exceptions import ImproperlyConfigured

from wolaiban.ledger.findings import Finding
from wolaiban.ledger.kinds import Chained
from wolaiban.ledger.subjects import chains_of
from wolaiban.workflow.kinds import every_kind

Check = Callable[[], Iterable[Finding]]
Act = Callable[[], object]
Triggers = Mapping[str, Mapping[str, str]]  # by table and name of the trigger: its digest

_kinds: dict[str, Chained] = {}
_checks: dict[str, Check] = {}
_triggers: dict[str, Mapping[str, str]] = {}
_moved: set[str] = set()
_before_signing: dict[str, Act] = {}


def register_kind(kind: Chained) -> None:
    """Let verifying read a kind that keeps its events in a table of its own, and checkpoints sign its heads.

    Kinds of the engine that share its table are known without.
    """
    if kind.name in _kinds:
        raise ImproperlyConfigured(f"“{kind.name}”登记了两次。")
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


def register_before_signing(name: str, act: Act) -> None:
    """Let something be written down before each checkpoint, which then signs its traces.

    It runs before the snapshot of the checkpoint, in transactions of its own; what it raises stops the checkpoint.
    """
    if name in _before_signing:
        raise ImproperlyConfigured(f"“{name}”登记了两次。")
    _before_signing[name] = act


def kinds() -> list[Chained]:
    """In the order of their keys, which is that of the leaves. ImproperlyConfigured where two stand in one place."""
    shared = [chain for chain in chains_of(every_kind()) if chain.name not in _kinds]
    found = sorted([*_kinds.values(), *shared], key=lambda kind: kind.keys.start)
    for one, other in pairwise(found):
        if other.keys.start < one.keys.stop:
            raise ImproperlyConfigured(
                f"“{one.name}”和“{other.name}”在检查点里占同样的位置，请给其中一个换个名字。"
            )
    return found


def checks() -> list[Check]:
    return list(_checks.values())


def triggers() -> Triggers:
    return _triggers


def moved() -> frozenset[str]:
    return frozenset(_moved)


def before_signing() -> list[Act]:
    return list(_before_signing.values())
