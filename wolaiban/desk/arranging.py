"""How the steps that are open stand on a page: one filled, two beside it, all others put away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

BESIDE = 2


@dataclass(frozen=True)
class Arranged(Generic[T]):
    """`first` is filled. Where nothing is pressed on anybody there is none, and one more stands in the open.

    What is done seldom is put away, unless there is nothing else.
    """

    first: T | None
    beside: tuple[T, ...]
    others: tuple[T, ...]
    barred: tuple[T, ...]

    def __bool__(self) -> bool:
        return bool(self.in_the_open or self.others or self.barred)

    @property
    def in_the_open(self) -> tuple[T, ...]:
        return (self.first, *self.beside) if self.first else self.beside


def arranged(forward: Sequence[T], *, pressed: bool, seldom: Sequence[T], barred: Sequence[T]) -> Arranged[T]:
    """`forward` brings the subject on, in this order; `pressed`, whether the first of them is pressed on people."""
    first = forward[0] if forward and pressed else None
    rest = forward[1:] if first else forward
    open_ones = BESIDE if first else BESIDE + 1
    beside, others = tuple(rest[:open_ones]), (*rest[open_ones:], *seldom)
    if not first and not beside and len(others) <= open_ones:
        beside, others = others, ()  # where nothing else stands, nothing is put away
    return Arranged(first, beside, others, tuple(barred))
