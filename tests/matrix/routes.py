"""One row of the matrix: an address, and what it answers to whom."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from tests.matrix.world import EVERYBODY

Answers = int | Mapping[int, Set[str]]
SIGNED_OUT = {"anonymous", "ting"}
EVERY_RELATION = ("anonymous", *EVERYBODY)
A_FEW = ("anonymous", "ting", "gu", "wang", "fang")


@dataclass(frozen=True)
class Route:
    name: str
    get: Answers
    post: Answers = 405
    kwargs: Mapping[str, str] = field(default_factory=dict)  # a fact of the world; after "=" the word itself
    sends: Mapping[str, str] = field(default_factory=dict)
    open_to_all: bool = False
    signed: bool = False  # what is sent proves whose it is by a signature

    def __str__(self) -> str:
        return self.name + "".join(f" {value}" for value in self.kwargs.values())

    @property
    def asked_by(self) -> tuple[str, ...]:
        """A person's own account is the same page for everyone: there a few speak for all."""
        return EVERY_RELATION if ":" in self.name else A_FEW

    def answer_to(self, who: str, method: str) -> int:
        said = self.get if method == "get" else self.post
        if who in SIGNED_OUT and not self.open_to_all:
            return 302
        if isinstance(said, int):
            return said
        return next((status for status, names in said.items() if who in names), 404)
