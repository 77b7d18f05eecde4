"""What the tour says a step, a kind and a kind of answer touch is all that they touch."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from wolaiban.cases import answer_kinds
from wolaiban.cases.process import CASE
from wolaiban.process import answers
from wolaiban.process.answers import AnswerKind
from wolaiban.workflow.kinds import Kind, every_kind

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "wolaiban"
# The same word for something else: fields and routes of pages, parts of other documents.
LOOKS = r"class=\"[^\"]*\"|\{% (?:icon|picture) [^%]*%\}"
OTHER_MEANINGS = {
    "api/forms.py": {"object"},  # of a JSON schema
    "api/registering.py": {"register"},  # the operation's name
    "catalogue/kind.py": {"note"},  # a column of an edition, and the question it answers
    "catalogue/models.py": {"note"},
    "catalogue/process.py": {"note"},
    "desk/cases/identities.py": {"correct", "erase"},  # parts of a template
    "desk/cases/counter.py": {"register"},  # one of two ways
    "desk/cases/urls.py": {"correct", "erase", "register"},
    "desk/imports/forms.py": {"accept"},  # an attribute of HTML
    "desk/staff/staff_lists.py": {"accept"},
    "desk/templates/desk/cases/joined.html": {"register"},
    "desk/templates/desk/cases/new.html": {"register"},
    "desk/templates/desk/typical_answers/form.html": {"answer"},  # columns of a typical answer
    "desk/typical_answers.py": {"answer"},
    "web/look.py": {"whistle"},  # names of icons
    "web/templatetags/look.py": {"pause"},
    "ledger/continuity.py": {"note"},  # a signed note
    "ledger/cosigning.py": {"note"},
    "ledger/publishing.py": {"note"},
    "mediation/process.py": {"raise"},  # what may become of an item
    "notices/texts.py": {"interim"},  # the key of a text
    "people/models.py": {"register"},  # what a token may do
    "portal/answers/urls.py": {"answer"},
    "portal/proving/views.py": {"note"},
    "publicity/kind.py": {"answer"},
    "publicity/process.py": {"answer", "withdraw"},  # a typical answer has a step of the same name
    "web/fields.py": {"accept"},
}

NO_NAMES = ("duty_request", "committee_member")  # words that begin like the name of a room or a kind
FOUNDATIONS = {"cases", "catalogue"}  # rooms that others stand on: everything speaks of them


@cache
def rows(heading: str) -> list[tuple[str, str]]:
    """The paths and patterns in the first column of the tables under a heading of the tour, and when each is needed."""
    tour = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
    section = tour.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| `")]
    return [(path, cells[-1].strip()) for cells in lines for path in re.findall(r"`([^`]+)`", cells[0])]


def patterns(heading: str) -> list[str]:
    return [pattern for pattern, _ in rows(heading)]


def files(pattern: str) -> set[str]:
    """Of the package, by their paths in it; or else of the repository."""
    inside = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.glob(pattern)}
    return inside or {path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern)}


@cache
def listed(heading: str) -> set[str]:
    return set().union(*map(files, patterns(heading)))


@cache
def text_of(path: str) -> str:
    inside = PACKAGE / path
    return (inside if inside.exists() else ROOT / path).read_text(encoding="utf-8")


@cache
def quoted_in(path: str) -> frozenset[str]:
    """The words that a file quotes by themselves; in a page neither its classes nor the names of its icons."""
    text = text_of(path)
    if path.endswith(".py"):
        return frozenset(_constants(text))
    return frozenset(re.findall(r"[\"']([a-z_]+)[\"']", re.sub(LOOKS, "", text)))


@cache
def package(*suffixes: str) -> list[str]:
    """The files of the package by their paths in it, but the migrations, which are history."""
    return [
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*")
        if path.suffix in suffixes and "migrations" not in path.parts
    ]


@cache
def named() -> dict[str, frozenset[str]]:
    return {path: quoted_in(path) for path in package(".py", ".html")}


def _constants(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
            yield from re.findall(r"'([a-z_]+)'", node.value)  # as SQL quotes it


@pytest.mark.parametrize("step", CASE.by_name)
def test_a_step_is_named_only_where_the_tour_says(step: str) -> None:
    elsewhere = {
        path
        for path, quoted in named().items()
        if step in quoted and step not in OTHER_MEANINGS.get(path, ()) and path not in listed("A step")
    }
    assert not elsewhere


def test_the_tour_sends_nobody_where_no_step_is_named() -> None:
    steps = set(CASE.by_name)
    idle = [
        pattern
        for pattern in patterns("A step")
        if not any(quoted_in(path) & steps for path in files(pattern))
    ]
    assert not idle
    assert all(OTHER_MEANINGS[path] <= named()[path] for path in OTHER_MEANINGS)


def room_of(kind: Kind[Any, Any]) -> str:
    return kind.model.__module__.split(".")[1]


KINDS = [
    kind
    for kind in every_kind()
    if kind.model.__module__.startswith("wolaiban.") and room_of(kind) not in FOUNDATIONS
]
of_each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def names(kind: Kind[Any, Any], path: str) -> bool:
    """Whether a file says its name, or that of its room or its row: by itself, or at the beginning of a longer one."""
    words = "|".join((kind.name, room_of(kind), kind.model.__name__))
    others = "|".join(NO_NAMES)
    return re.search(rf"(?<![A-Za-z])(?!{others})({words})", text_of(path)) is not None


def files_of(kind: Kind[Any, Any], pattern: str) -> set[str]:
    return files(pattern.replace("<room>", room_of(kind)).replace("<kind>", kind.name))


def speak_of(kind: Kind[Any, Any], pattern: str) -> bool:
    """Whether one of these files names it, or says what people call it."""
    label = kind.process.label
    return any(names(kind, path) or label in text_of(path) for path in files_of(kind, pattern))


@of_each_kind
def test_a_kind_is_named_only_where_the_tour_says(kind: Kind[Any, Any]) -> None:
    room = [other for other in KINDS if room_of(other) == room_of(kind)]
    said = {path for pattern in patterns("A kind") for one in room for path in files_of(one, pattern)}
    own = f"{room_of(kind)}/"
    elsewhere = {
        path
        for path in package(".py", ".html", ".css", ".js")
        if not path.startswith(own) and path not in said and names(kind, path)
    }
    assert not elsewhere


@of_each_kind
def test_a_kind_has_all_that_the_tour_says_it_needs(kind: Kind[Any, Any]) -> None:
    room = [other for other in KINDS if room_of(other) == room_of(kind)]
    spoken_for = {"always": [kind], "always, by one kind of the room": room}
    assert not [
        pattern
        for pattern, needed in rows("A kind")
        if needed in spoken_for and not any(speak_of(one, pattern) for one in spoken_for[needed])
    ]


def test_the_tour_sends_nobody_where_no_kind_is_named() -> None:
    idle = [pattern for pattern in patterns("A kind") if not any(speak_of(kind, pattern) for kind in KINDS)]
    assert not idle


def kinds_asked_for(path: Path) -> set[str]:
    """The kinds of answers that a module names: imported, or through their module."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module in {answers.__name__, answer_kinds.__name__}:
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in {"answers", "answer_kinds"}:
            found.add(node.attr)
    return {name for name in found if is_kind(name)}


def is_kind(name: str) -> bool:
    thing = getattr(answers, name, None) or getattr(answer_kinds, name, None)
    return isinstance(thing, type) and issubclass(thing, AnswerKind) and thing is not AnswerKind


def test_no_other_file_asks_which_kind_an_answer_is() -> None:
    asking = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if kinds_asked_for(path)}
    assert not asking - listed("A kind of answer")


def test_every_path_of_the_tour_exists() -> None:
    tour = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
    paths = {word for word in re.findall(r"`([\w/.*-]+\.(?:py|md))`", tour) if "/" in word}
    paths |= set(re.findall(r"\btests(?:/\w+)+(?:\.py)?", tour))
    missing = {path for path in paths if not any(list(base.glob(path)) for base in (ROOT, PACKAGE))}
    assert not missing
