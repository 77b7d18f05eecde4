"""Nothing small is published, and nothing from which it can be computed: also when somebody tries all possibilities."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from wolaiban.statistics.publishing import PART_OF, kept_back
from wolaiban.statistics.withholding import (
    NOTHING,
    SMALL,
    Withheld,
    given_away,
    is_small,
    withheld,
    withheld_share,
)

counts = st.lists(st.integers(0, 30), min_size=1, max_size=6)


def readings(column: list[int], hidden: Withheld) -> list[set[int]]:
    """What a reader who knows the rules holds possible for each withheld row: every column that would look the same."""
    rows = sorted(hidden.rows)
    if hidden.total or not rows:
        return [set(range(31)) for _ in rows]
    total = sum(column[row] for row in rows)
    fitting = [guess for guess in product(range(1, total + 1), repeat=len(rows) - 1) if sum(guess) < total]
    whole = [(*guess, total - sum(guess)) for guess in fitting]
    possible = [
        guess for guess in whole
        if withheld([dict(zip(rows, guess, strict=True)).get(i, n) for i, n in enumerate(column)]) == hidden
    ]  # fmt: skip
    return [{guess[place] for guess in possible} for place in range(len(rows))]


def test_a_lone_small_count_takes_the_next_row_with_it() -> None:
    assert withheld([3, 40, 20, 90]) == Withheld(frozenset({0, 1}))
    assert withheld([0, 40, 20, 3]) == Withheld(frozenset({1, 3}))


def test_which_row_goes_with_it_does_not_tell_how_small_it_is() -> None:
    (small, beside) = readings([4, 6, 6], withheld([4, 6, 6]))
    assert small == {1, 2, 3, 4}
    assert beside == {6, 7, 8, 9}


def test_two_that_could_only_be_four_and_four_take_a_third() -> None:
    assert withheld([4, 4, 20]) == Withheld(frozenset({0, 1, 2}))


def test_nothing_to_hide_behind_hides_the_total() -> None:
    assert withheld([3, 0]) == Withheld(frozenset({0}), total=True)
    assert withheld([3, 3]) == Withheld(frozenset({0, 1}), total=True)


def test_nothing_at_all_is_said_plainly() -> None:
    assert withheld([0, 0, 50]) == NOTHING


def test_the_few_who_were_not_satisfied_are_not_told_by_subtraction() -> None:
    assert withheld_share([97, 300, 150], [99, 400, 180]).rows >= {0}
    assert len(withheld_share([97, 300, 150], [99, 400, 180]).rows) >= 2
    assert withheld_share([99, 300], [99, 400]) == NOTHING


def test_a_small_difference_to_a_longer_period_is_not_told() -> None:
    assert given_away([20, 20], [22, 40], NOTHING) == Withheld(frozenset({0}))
    assert given_away([20, 20], [22, 40], Withheld(frozenset({0}))) == NOTHING
    assert given_away([20, 20], [20, 20], NOTHING) == NOTHING


@given(counts)
def test_no_small_count_is_shown(column: list[int]) -> None:
    hidden = withheld(column)
    assert not [row for row, number in enumerate(column) if is_small(number) and row not in hidden.rows]
    assert hidden.total or not is_small(sum(column))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=4))
def test_a_reader_who_knows_the_rules_cannot_tell_a_small_count(column: list[int]) -> None:
    hidden = withheld(column)
    for possible in readings(column, hidden):
        assert len(possible) > 1


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), min_size=1, max_size=6))
def test_neither_a_part_nor_its_rest_is_shown_small(pairs: list[tuple[int, int]]) -> None:
    part, whole = [a for a, _ in pairs], [a + b for a, b in pairs]
    hidden = withheld_share(part, whole)
    for row, (number, rest) in enumerate(pairs):
        assert row in hidden.rows or not (is_small(number) or is_small(rest))
    for column in (part, [rest for _, rest in pairs]):
        left = [column[row] for row in hidden.rows]
        assert hidden.total or not left or sum(left) >= 2 * SMALL


numbers = st.integers(0, 25)


@given(st.data(), st.integers(1, 4))
def test_no_two_periods_that_are_shown_differ_by_little(data: st.DataObject, rows: int) -> None:
    """A month within a year within twelve months: each adds something to the last."""
    added = [
        {name: [data.draw(numbers) for _ in range(rows)] for name in PART_OF} for _ in range(3)
    ]  # fmt: skip
    for columns in added:
        for name, whole in PART_OF.items():
            if whole:
                columns[name] = [min(a, b) for a, b in zip(columns[name], columns[whole], strict=True)]
    month = added[0]
    year = {n: [a + b for a, b in zip(month[n], added[1][n], strict=True)] for n in PART_OF}
    twelve = {n: [a + b for a, b in zip(year[n], added[2][n], strict=True)] for n in PART_OF}
    periods = [twelve, year, month]
    hidden = kept_back(periods)

    for wide in range(3):
        for narrow in range(wide + 1, 3):
            for name in PART_OF:
                for row in range(rows):
                    if row in hidden[wide][name].rows | hidden[narrow][name].rows:
                        continue
                    assert not is_small(periods[wide][name][row] - periods[narrow][name][row])
