"""What the tour says a step and a kind of answer touch is all that they touch."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from wolaiban.cases import answer_kinds
from wolaiban.cases.process import CASE
from wolaiban.process import answers
from wolaiban.process.answers import AnswerKind

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "wolaiban"
# The same word for something else: fields and routes of pages, parts of other documents.
OTHER_MEANINGS = {
    "api/forms.py": {"object"},  # of a JSON schema
    "api/registering.py": {"register"},  # the operation's name
    "catalogue/kind.py": {"note"},  # a column of an edition, and the question it answers
    "catalogue/models.py": {"note"},
    "catalogue/process.py": {"note"},
    "desk/cases/identities.py": {"erase"},  # parts of a template
    "desk/cases/urls.py": {"erase", "register"},
    "desk/imports/forms.py": {"accept"},  # an attribute of HTML
    "desk/templates/desk/cases/joined.html": {"register"},
    "desk/templates/desk/cases/new.html": {"register"},
    "desk/templates/desk/typical_answers/form.html": {"answer"},  # columns of a typical answer
    "desk/typical_answers.py": {"answer"},
    "ledger/continuity.py": {"note"},  # a signed note
    "ledger/cosigning.py": {"note"},
    "ledger/publishing.py": {"note"},
    "mediation/process.py": {"raise"},  # what may become of an item
    "notices/texts.py": {"interim"},  # the key of a text
    "people/models.py": {"register"},  # what a token may do
    "portal/answers/urls.py": {"answer"},
    "portal/proving/views.py": {"note"},
    "portal/templates/portal/tracking/matter.html": {"answer"},  # an id
    "publicity/kind.py": {"answer"},
    "publicity/process.py": {"answer", "withdraw"},  # a typical answer has a step of the same name
    "web/fields.py": {"accept"},
}


@cache
def patterns(heading: str) -> list[str]:
    """The paths and patterns in the first column of the tables under a heading of the tour."""
    tour = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
    section = tour.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return [path for cell in cells for path in re.findall(r"`([^`]+)`", cell)]


def files(pattern: str) -> set[str]:
    return {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.glob(pattern)}


@cache
def listed(heading: str) -> set[str]:
    return set().union(*map(files, patterns(heading)))


@cache
def named() -> dict[str, set[str]]:
    """The words that each file of the package quotes by themselves."""
    found = {}
    for path in PACKAGE.rglob("*"):
        if path.suffix not in {".py", ".html"} or "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        quoted = (
            set(_constants(text)) if path.suffix == ".py" else set(re.findall(r"[\"']([a-z_]+)[\"']", text))
        )
        found[path.relative_to(PACKAGE).as_posix()] = quoted
    return found


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
    naming = {path for path, quoted in named().items() if quoted & steps}
    idle = [pattern for pattern in patterns("A step") if not files(pattern) & naming]
    assert not idle
    assert all(OTHER_MEANINGS[path] <= named()[path] for path in OTHER_MEANINGS)


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
    missing = {path for path in paths if not any(list(base.glob(path)) for base in (ROOT, PACKAGE))}
    assert not missing
