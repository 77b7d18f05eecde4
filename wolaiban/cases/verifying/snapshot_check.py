"""The rows of a case as they stand, compared with its last event: a row changed by hand has no event to show for it.

Pure. What is compared is what `cases.kind.snapshot` records; moments are read as they are written there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from wolaiban.cases.formats import after_as_of_today
from wolaiban.cases.models import Case
from wolaiban.ledger.findings import Fault, Told, Wrong
from wolaiban.workflow import chain

PLACE_OF = {name: place for place, name in enumerate(Case.TRACKED)}
TRACKED = itemgetter(*Case.TRACKED)


class CaseRow(NamedTuple):
    """A case as it stands; its `TRACKED` columns together, since they are compared as one."""

    pk: int
    number: str
    salt: bytes
    title: str
    place_words: str
    seq: int
    head: bytes
    tracked: tuple[Any, ...]

    def now(self, name: str) -> Any:
        return self.tracked[PLACE_OF[name]]


def wrongs_of(
    row: CaseRow, complainants: Sequence[Any], summonses: Sequence[Any], told: Told
) -> Iterator[Wrong]:
    """`told` is the last event. What its format did not track yet must be as it was before anybody tracked it."""
    after = after_as_of_today(told)
    if not _is_as_recorded(row, after):
        for name in Case.TRACKED:
            if row.now(name) != after.get(name):
                yield Fault.ROW, f"{_label(name)}现为 {row.now(name)}，记录为 {after.get(name)}"
    if _titled(row) != after.get("titled"):
        yield Fault.ROW, "标题或地点被改动"
    yield from _of_parties("反映人", complainants, after["complainants"])
    yield from _of_parties("部门吹哨", summonses, after["summonses"])


def _is_as_recorded(row: CaseRow, after: Told) -> bool:
    """All columns at once; which of them differ is asked only where some do."""
    try:
        return bool(row.tracked == TRACKED(after))
    except KeyError:
        return False


def _titled(row: CaseRow) -> str:
    return chain.commitment(row.salt, f"{row.title}\n{row.place_words}").hex()


def _label(name: str) -> str:
    words = str(getattr(Case._meta.get_field(name.removesuffix("_id")), "verbose_name", ""))
    return name if words.isascii() else f"{words}（{name}）"


def _of_parties(whose: str, stand: Sequence[Any], recorded: list[list[Any]]) -> Iterator[Wrong]:
    """Rows begin with their key, here and in the event."""
    rows = [list(row) for row in stand]
    if rows == recorded:
        return
    now = {row[0]: row for row in rows}
    was = {row[0]: row for row in recorded}
    for pk in sorted(now.keys() | was.keys()):
        if pk not in now:
            yield Fault.PARTIES, f"{whose}（编号 {pk}）少了"
        elif pk not in was:
            yield Fault.PARTIES, f"{whose}（编号 {pk}）多了"
        elif now[pk] != was[pk]:
            yield Fault.PARTIES, f"{whose}（编号 {pk}）被改动"
