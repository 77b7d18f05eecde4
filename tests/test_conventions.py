"""Conventions that no linter knows."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

from wolaiban.cases.process import CASE
from wolaiban.process import words

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "wolaiban"
CEILING = 400
LONGEST_FUNCTION, NEARLY_EVERY_FUNCTION = 40, 25  # lines, with their docstring
COLUMNS = 110  # characters: a break within a Chinese sentence would be seen
# Where one name stands for one meaning in two modules: a case keeps tables of its own beside those that all kinds
# share; the guards of each kind ask of facts of its own; the verifier leans on nothing of ours.
MEANT_TWICE = {"Attachment", "Event", "Statement", "Facts", "Refused", "Command"}  # the last, as Django asks
WRITES = {
    *(
        "save",
        "create",
        "update",
        "delete",
        "bulk_create",
        "bulk_update",
        "get_or_create",
        "update_or_create",
    ),
    *("create_user", "set_password"),
}
# Not a row (a workbook, a picture); limits have no history; a password is changed by whoever it belongs to.
MAY_WRITE = {
    "desk/lists/sheet.py",
    "web/limits/rate_limit.py",
    "web/running/slowness.py",
    "web/sign_in/adapters.py",
}
MOVERS = {"workflow/timing.py"}


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


def test_only_the_engine_moves_a_subject() -> None:
    writers = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if {"case.stage", "subject.stage"} & set(assigned(ast.parse(path.read_text(encoding="utf-8"))))
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


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of ours but the migrations, by its path."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts
    }


def test_a_class_name_has_one_meaning() -> None:
    """By names alone: where a module lies may change."""
    places = defaultdict(set)
    for path, tree in modules().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                places[node.name].add(path)
    ambiguous = {name: paths for name, paths in places.items() if len(paths) > 1}

    assert not {name: paths for name, paths in ambiguous.items() if name not in MEANT_TWICE}
    assert not MEANT_TWICE - ambiguous.keys(), "these have one meaning now: take them out"


def test_functions_are_short() -> None:
    lengths = {
        f"{path}:{node.name}": lines_of(node) - sum(lines_of(text) - 1 for text in texts(node))
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION}
    assert sorted(lengths.values())[int(len(lengths) * 0.99)] <= NEARLY_EVERY_FUNCTION


def lines_of(node: ast.stmt | ast.expr) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


def texts(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.expr]:
    """What it says in another language, SQL for one: read by itself, so its lines are not the function's."""
    formatted = [node for node in ast.walk(function) if isinstance(node, ast.JoinedStr)]
    parts = {id(part) for node in formatted for part in ast.walk(node) if part is not node}
    return [node for node in formatted if id(node) not in parts]


def test_notes_are_read_without_scrolling_sideways() -> None:
    wide = {
        path.relative_to(ROOT).as_posix(): line
        for path in [*ROOT.glob("*.md"), *(ROOT / "bench").glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for line in prose(path.read_text(encoding="utf-8"))
        if len(line) > COLUMNS
    }

    assert not wide


def prose(page: str) -> list[str]:
    """Without tables, and without what is shown as it is typed."""
    shown = re.sub(r"^(```|~~~).*?^\1", "", page, flags=re.MULTILINE | re.DOTALL)
    return [line for line in shown.splitlines() if not line.lstrip().startswith("|")]


def test_faces_change_nothing_themselves() -> None:
    """They call one action. Reading is theirs too: which rows is the queries' business (`visible_to`)."""
    writers = {
        path
        for path, tree in modules().items()
        if path.split("/")[0] in {"desk", "portal", "api", "web"}
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
    }

    assert writers == MAY_WRITE
