"""The tree is RFC 6962's, whatever the number of leaves."""

from __future__ import annotations

from hashlib import sha256

import pytest

from wolaiban.ledger import tree
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
                other = levels[level][WIDTH * at : WIDTH * (at + 1)]
                node = sha256(b"\x01" + (other + node if at < place else node + other)).digest()
            place //= 2
        assert node == tree.root_of(levels)


def test_a_leaf_tells_its_parts_apart() -> None:
    told = {tree.leaf("FS-1", 1, b"x"), tree.leaf("FS-11", 1, b"x"), tree.leaf("FS-1", 11, b"x")}
    told |= {tree.leaf("FS-1", 1, b""), tree.leaf("FS-", 1, b"1x"), tree.leaf("FS-1", 1, b"xx")}

    assert len(told) == 6
