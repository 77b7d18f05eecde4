"""Small changes to a program, one at a time, to see whether its tests would notice. Our own: it has one small file to do.

Left alone are docstrings, annotations, and what is said to people when something is refused.
"""

from __future__ import annotations

import ast
import signal
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

LIMIT = 4.0  # seconds of processor for one claim: a mutant may never end
SWAPS: dict[type, tuple[type, ...]] = {
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.And: (ast.Or,), ast.Or: (ast.And,), ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,), ast.RShift: (ast.LShift,), ast.BitAnd: (ast.BitOr, ast.BitXor),
}  # fmt: skip


Change = Callable[[Any], None]


@dataclass(frozen=True)
class Mutant:
    """A change of one node, made only when it is wanted: hundreds of trees are slow to grow."""

    what: str
    function: str
    source: str
    at: int  # the how manyth node of the tree
    change: Change

    def __repr__(self) -> str:
        return self.what

    @property
    def tree(self) -> ast.Module:
        tree = ast.parse(self.source)
        self.change(next(islice(ast.walk(tree), self.at, None)))
        return ast.fix_missing_locations(tree)


class TooLong(Exception):
    """It does not end."""


def mutants_of(source: str) -> Iterator[Mutant]:
    """Every change of every node, each in a tree of its own."""
    whole = ast.parse(source)
    skipped = _untouched(whole)
    functions = _functions(whole)
    for at, node in enumerate(ast.walk(whole)):
        if id(node) in skipped:
            continue
        for what, change in _changes(node):
            line = getattr(node, "lineno", 0)
            yield Mutant(f"line {line}: {what}", functions.get(id(node), ""), source, at, change)


def _functions(tree: ast.Module) -> dict[int, str]:
    return {
        id(node): function.name
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
    }


def _untouched(tree: ast.Module) -> set[int]:
    """Nodes that no test could tell: what is only read by people or by mypy."""
    roots: list[ast.AST] = []
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and ast.get_docstring(node) is not None
        ):
            roots.append(node.body[0])
        if isinstance(node, ast.FunctionDef):
            roots += list(ast.walk(node.args))
            roots += [node.returns] if node.returns else []
        if isinstance(node, ast.AnnAssign):
            roots.append(node.annotation)
        if isinstance(node, ast.ClassDef):
            roots.append(node)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Refused":
            roots += node.args
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "print" and node.keywords:
            roots.append(node.args[0])
        if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test):
            roots.append(node)
        if isinstance(node, ast.ImportFrom | ast.Import):
            roots.append(node)
    return {id(inner) for root in roots for inner in ast.walk(root)}


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    for kind, changes in CHANGES.items():
        if isinstance(node, kind):
            yield from changes(node)
    yield from _without_statements(node)


def _compared(node: ast.Compare) -> Iterator[tuple[str, Change]]:
    for place, op in enumerate(node.ops):
        for other in SWAPS[type(op)]:
            yield f"{ast.unparse(node)}: {other.__name__}", _setting("ops", other(), place)


def _joined(node: ast.BoolOp | ast.BinOp) -> Iterator[tuple[str, Change]]:
    for other in SWAPS.get(type(node.op), ()):
        yield f"{ast.unparse(node)}: {other.__name__}", _setting("op", other())
    for place in range(len(node.values)) if isinstance(node, ast.BoolOp) else ():
        yield f"{ast.unparse(node)}: without {place}", _dropping("values", place)


def _negated(node: ast.UnaryOp) -> Iterator[tuple[str, Change]]:
    if isinstance(node.op, ast.Not):
        yield f"{ast.unparse(node)}: not not", _setting("operand", ast.UnaryOp(ast.Not(), node.operand))


def _constant(node: ast.Constant) -> Iterator[tuple[str, Change]]:
    for other in _others(node.value):
        yield f"{node.value!r} becomes {other!r}", _setting("value", other)


def _decided(node: ast.If | ast.IfExp | ast.While) -> Iterator[tuple[str, Change]]:
    yield f"{ast.unparse(node.test)} is False", _setting("test", ast.Constant(False))
    if not isinstance(node, ast.While):
        yield f"{ast.unparse(node.test)} is True", _setting("test", ast.Constant(True))


def _returned(node: ast.Return) -> Iterator[tuple[str, Change]]:
    yield f"{ast.unparse(node)}: None", _setting("value", ast.Constant(None))


def _caught(node: ast.ExceptHandler) -> Iterator[tuple[str, Change]]:
    if isinstance(node.type, ast.Tuple):
        for place, caught in enumerate(node.type.elts):
            yield f"{ast.unparse(caught)} is not caught", _uncaught(place)


def _without_statements(node: ast.AST) -> Iterator[tuple[str, Change]]:
    if isinstance(node, ast.Module):
        return
    for field in ("body", "orelse"):
        block = getattr(node, field, None)
        for place, statement in enumerate(block if isinstance(block, list) else []):
            said = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            if not said and not isinstance(statement, ast.FunctionDef | ast.Return):
                yield (
                    f"without “{ast.unparse(statement).splitlines()[0]}”",
                    _setting(field, ast.Pass(), place),
                )


CHANGES: dict[Any, Callable[[Any], Iterator[tuple[str, Change]]]] = {
    ast.Compare: _compared,
    ast.BoolOp: _joined,
    ast.BinOp: _joined,
    ast.UnaryOp: _negated,
    ast.Constant: _constant,
    ast.If: _decided,
    ast.IfExp: _decided,
    ast.While: _decided,
    ast.Return: _returned,
    ast.ExceptHandler: _caught,
}


def _others(value: object) -> list[Any]:
    if isinstance(value, bool) or value is None:
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    if isinstance(value, str):
        return [value + "x"]
    return [value + b"x"] if isinstance(value, bytes) else []


def _setting(field: str, to: Any, place: int | None = None) -> Change:
    def change(node: Any) -> None:
        if place is None:
            setattr(node, field, to)
        else:
            getattr(node, field)[place] = to

    return change


def _dropping(field: str, place: int) -> Change:
    return lambda node: getattr(node, field).pop(place)


def _uncaught(place: int) -> Change:
    return lambda handler: handler.type.elts.pop(place)


def survives(mutant: Mutant, claims: Sequence[Callable[[Any], None]]) -> bool:
    """Whether every claim holds for it, too."""
    module = types.ModuleType("mutant")
    try:
        exec(compile(mutant.tree, "mutant", "exec"), module.__dict__)
        for claim in claims:
            with_a_limit(claim, module)
    except BaseException as why:  # whatever happens to it, it is dead
        if isinstance(why, KeyboardInterrupt):
            raise
        return False
    return True


def with_a_limit(claim: Callable[[Any], None], module: types.ModuleType) -> None:
    def ring(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
    try:
        claim(module)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
