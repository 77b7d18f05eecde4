"""What may be published of a table of counts, so that nobody is recognised: nothing small, and nothing that gives it away.

Pure Python. A count of 1 to 4 is withheld, and so is one whose rest is that small (97 of 99 satisfied tells of two who
were not). Since rows add up to a total, a lone withheld count could be computed from the others: then the next row goes
with it, until what is withheld is at least two counts that together are not small either. Which row that is depends on
its place alone. Were it the next smallest, whoever knows the rule could tell 4 in (6, 6, 4): a 3 would have left a 7 in
the first row, and then the second would have been withheld.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SMALL = 5
ENOUGH = 2 * SMALL  # two counts that add up to 8 could only be 4 and 4


@dataclass(frozen=True)
class Withheld:
    """The places in a column that are not shown, and whether the total is not either."""

    rows: frozenset[int] = frozenset()
    total: bool = False

    def __or__(self, other: Withheld) -> Withheld:
        return Withheld(self.rows | other.rows, self.total or other.total)


NOTHING = Withheld()


def is_small(number: int) -> bool:
    return 0 < number < SMALL


def withheld(column: Sequence[int], already: Withheld = NOTHING) -> Withheld:
    """What of a column that adds up may not be shown, on top of what is withheld already."""
    rows = set(already.rows) | {row for row, number in enumerate(column) if is_small(number)}
    total = already.total or is_small(sum(column))
    while rows and not total and not _is_safe([column[row] for row in rows]):
        visible = [row for row, number in enumerate(column) if number and row not in rows]
        if not visible:
            total = True
            break
        first, length = min(rows), len(column)
        rows.add(min(visible, key=lambda row: (row - first) % length))
    return Withheld(frozenset(rows), total)


def _is_safe(hidden: Sequence[int]) -> bool:
    return len([number for number in hidden if number]) >= 2 and sum(hidden) >= ENOUGH


def withheld_share(part: Sequence[int], whole: Sequence[int], already: Withheld = NOTHING) -> Withheld:
    """The same for a part of another column: neither the part nor the rest of it may be given away."""
    rest = [of - number for number, of in zip(part, whole, strict=True)]
    found = already
    while (more := withheld(rest, withheld(part, found))) != found:
        found = more
    return found


def given_away(narrow: Sequence[int], wide: Sequence[int], shown: Withheld) -> Withheld:
    """What may not be shown for a shorter time, because it would leave a small difference to a longer one that is shown."""
    gaps = [more - fewer for fewer, more in zip(narrow, wide, strict=True)]
    rows = {row for row, gap in enumerate(gaps) if is_small(gap) and row not in shown.rows}
    return Withheld(frozenset(rows), is_small(sum(gaps)) and not shown.total)
