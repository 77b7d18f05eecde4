"""Conventions that no linter knows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from wolaiban.cases.process import CASE
from wolaiban.process import words

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "wolaiban"
CEILING = 400
MOVERS = {"cases/timing.py"}


def sources(*suffixes: str) -> list[Path]:
    found = [p for s in suffixes for folder in (PACKAGE, ROOT / "tests") for p in folder.rglob(f"*{s}")]
    return [path for path in found if "migrations" not in path.parts and "data" not in path.parts]


def assigned(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets += [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []
        for target in targets:
            for part in ast.walk(target):
                if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
                    yield f"{part.value.id}.{part.attr}"


def test_only_the_actions_move_a_case() -> None:
    writers = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "case.stage" in assigned(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert writers == MOVERS


@pytest.mark.parametrize("suffix", [".py", ".html", ".css", ".js", ".mjs"])
def test_no_file_grows_past_the_ceiling(suffix: str) -> None:
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in sources(suffix)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > CEILING
    }
    assert not long


def test_no_folder_is_called_what_nobody_wants_to_read() -> None:
    dull = {"utils", "helpers", "common", "services", "misc", "managers", "signals"}
    assert not {path for path in sources(".py") if dull & {part.removesuffix(".py") for part in path.parts}}


def test_every_module_says_what_a_reader_will_find() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*.py")
        if path.name != "__init__.py"
        and "migrations" not in path.parts
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_the_glossary_names_every_step_word_and_table() -> None:
    page = (ROOT / "docs" / "words.md").read_text(encoding="utf-8")
    wanted = {step.name for step in CASE.steps}
    for item in vars(words).values():
        if isinstance(item, type) and issubclass(item, words.Word) and item is not words.Word:
            wanted |= {item.__name__, *(word.value for word in item)}
    for config in apps.get_app_configs():
        if config.name.startswith("wolaiban."):
            wanted |= {model.__name__ for model in config.get_models()}
    assert not {word for word in wanted if f"`{word}`" not in page}


def test_each_decision_has_a_number_of_its_own() -> None:
    notes = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [note.name[:4] for note in notes]
    assert sorted(set(numbers)) == numbers
    assert not [
        note.name
        for note in notes
        if not note.read_text(encoding="utf-8").startswith(f"# {note.name[:4]} · ")
    ]


def test_pages_keep_scripts_and_styles_out_of_their_text() -> None:
    guilty = {
        path.relative_to(ROOT).as_posix(): mark
        for path in PACKAGE.rglob("*.html")
        for mark in (" style=", "<style", " onclick=", " onchange=", "javascript:", "//cdn", "https://unpkg")
        if mark in path.read_text(encoding="utf-8")
    }
    assert not guilty


def test_views_ask_the_table_and_never_a_stage_or_a_role() -> None:
    guilty = []
    for path in (PACKAGE / "desk").rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and "request" in {a.arg for a in function.args.args}:
                guilty += [f"{path.name}:{line}" for line in comparisons_with_stage_or_role(function)]
    assert not guilty


def comparisons_with_stage_or_role(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        sides = [s for s in (node.left, *node.comparators) if isinstance(s, ast.Attribute)]
        if any(isinstance(side.value, ast.Name) and side.value.id in {"Stage", "Role"} for side in sides):
            yield node.lineno
