"""The tree is RFC 6962's, whatever the number of leaves."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest

from wolaiban.cases.verifying.kind import CaseChain
from wolaiban.ledger import registry, subject_heads, tree
from wolaiban.ledger.kinds import FIRST_OF_ALL
from wolaiban.ledger.tree import WIDTH, Root

SIZES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 31, 32, 33, 100]


def leaves_of(size: int) -> list[bytes]:
    return [tree.leaf(f"FS-{n}", n + 1, bytes([n % 256]) * 32) for n in range(size)]


def by_the_book(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha256(b"\x01" + by_the_book(leaves[:k]) + by_the_book(leaves[k:])).digest()


@pytest.mark.parametrize("size", SIZES)
def test_the_root_is_the_one_of_the_book(size: int) -> None:
    leaves, passing = leaves_of(size), Root()
    for leaf in leaves:
        passing.add(leaf)

    levels = tree.grown(b"".join(leaves))

    assert tree.root_of(levels) == passing.digest() == by_the_book(leaves)
    assert [len(level) // WIDTH for level in levels] == tree.widths(size)


def test_a_path_leads_from_every_leaf_to_the_root() -> None:
    leaves = leaves_of(13)
    levels = tree.grown(b"".join(leaves))

    for index, leaf in enumerate(leaves):
        node, place = leaf, index
        beside = dict(tree.path(index, tree.widths(13)))
        for level in range(len(levels) - 1):
            if (at := beside.get(level)) is not None:
                other = bytes(levels[level][WIDTH * at : WIDTH * (at + 1)])
                node = sha256(b"\x01" + (other + node if at < place else node + other)).digest()
            place //= 2
        assert node == tree.root_of(levels)


def test_a_leaf_tells_its_parts_apart() -> None:
    told = {tree.leaf("FS-1", 1, b"x"), tree.leaf("FS-11", 1, b"x"), tree.leaf("FS-1", 11, b"x")}
    told |= {tree.leaf("FS-1", 1, b""), tree.leaf("FS-", 1, b"1x"), tree.leaf("FS-1", 1, b"xx")}

    assert len(told) == 6


def test_a_leaf_of_one_kind_is_that_of_no_other() -> None:
    """Also where a name is chosen so that the bytes of two would run into each other."""
    kinds = [None, "case", "edition", "editio", "", "wolaiban/head/1"]
    told = {tree.leaf(number, 1, b"x", tree.prefix_of(kind)) for kind in kinds for number in ("1", "n1")}

    assert len(told) == 2 * len(kinds)
    assert tree.leaf("1", 1, b"x") == tree.leaf("1", 1, b"x", tree.prefix_of())


class ManyCases:
    """Stands in for a table: rows as the database would give them, one after the other."""

    COUNT = 50_000

    def order_by(self, *_: str) -> ManyCases:
        return self

    values_list = order_by

    def iterator(self, chunk_size: int) -> Iterator[tuple[int, str, int, bytes]]:
        for pk in range(1, self.COUNT + 1):
            yield pk, f"FS-2026-{pk:06}", 6, pk.to_bytes(32, "big")


def test_a_case_costs_a_checkpoint_few_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each its key, how many events, its leaf, and one node above: what more is held stays in the worker for good."""
    table: Any = type("Table", (), {"_default_manager": ManyCases()})
    many = CaseChain(name="case", label="", subject=table, event=table, link="", code=FIRST_OF_ALL)
    monkeypatch.setattr(registry, "kinds", lambda: [many])
    tracemalloc.start()
    try:
        present = subject_heads.now()
        tree.grown(present.leaves)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(present.keys) == ManyCases.COUNT
    assert peak < 100 * ManyCases.COUNT
