"""The papers that come with the code: in step with it, and with each other."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from tests.ground.processes import ROOT
from tests.ground.test_samples import read

PAPERS = (
    "LICENSE",
    "README.md",
    "README.en.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "sbom.cdx.json",
)
VERSION = re.search(r'^version = "(.+)"', read("pyproject.toml"), re.M)


def links(text: str) -> list[str]:
    return re.findall(r"\]\(([^)]+)\)", text)


def shape(text: str) -> list[str]:
    """Headings by their depth, tables by their rows, lists, code as it is typed: what both languages have alike."""
    found = []
    for line in re.sub(r"```(.*?)```", as_typed, text, flags=re.S).splitlines():
        mark = re.match(r"(#+ |- \*\*|\| |---|!\[|«)", line)
        if mark:
            found.append(line if mark[1] == "«" else mark[1])
    return found


def named(text: str) -> set[str]:
    """What is set as code within the sentences."""
    told = re.sub(r"```.*?```", "", text, flags=re.S)
    return {" ".join(words.split()) for words in re.findall(r"`([^`]+)`", told)}


def as_typed(block: re.Match[str]) -> str:
    commands = [line.partition("#")[0].strip() for line in block[1].splitlines()[1:]]
    return "\n".join(f"«{command}" for command in commands if command)


def test_both_languages_of_the_readme_say_the_same() -> None:
    chinese, english = read("README.md"), read("README.en.md")

    assert shape(english) == shape(chinese)
    assert set(links(english)) - {"README.md"} == set(links(chinese)) - {"README.en.md"}
    people = r"^\| ([一-鿿]+) \|"
    assert re.findall(people, english, re.M) == re.findall(people, chinese, re.M)[1:]
    assert not named(chinese) - named(english)


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_there_and_leads_nowhere_that_is_not(name: str) -> None:
    text = read(name)
    gone = [
        link for link in links(text) if "://" not in link and not (ROOT / link.partition("#")[0]).exists()
    ]
    assert not gone


def test_the_newest_changes_are_those_of_this_version() -> None:
    assert VERSION is not None
    headings = re.findall(r"^## (\S+) · (\d{4}-\d{2}(?:-\d{2})?)$", read("CHANGELOG.md"), re.M)
    assert headings[0][0] == VERSION[1]
    assert [date for _, date in headings] == sorted((date for _, date in headings), reverse=True)


def test_every_place_names_the_same_licence() -> None:
    assert read("LICENSE").startswith("木兰宽松许可证， 第2版\n")
    assert 'license = "MulanPSL-2.0"' in read("pyproject.toml")
    assert json.loads(read("package.json"))["license"] == "MulanPSL-2.0"
    assert "木兰宽松许可证，第 2 版" in read("README.md")
    component = json.loads(read("sbom.cdx.json"))["metadata"]["component"]
    assert component["licenses"] == [{"license": {"id": "MulanPSL-2.0"}}]


# ---- What it is made of


def test_what_it_is_made_of_is_what_the_locks_say() -> None:
    said = subprocess.run(
        [sys.executable, ROOT / "tools" / "sbom.py", "--check"], capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr


def test_nearly_every_part_names_its_licence() -> None:
    parts = json.loads(read("sbom.cdx.json"))["components"]
    silent = [part["name"] for part in parts if not part.get("licenses")]
    assert len(parts) > 60
    assert len(silent) <= 5, silent
    assert {part["purl"].split("/")[0] for part in parts} == {"pkg:pypi", "pkg:npm"}
