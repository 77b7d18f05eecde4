"""The samples that an operator copies: what they name is there, and they take the steps of the handbook."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.ground import installed
from tests.ground.processes import ROOT
from wolaiban.cli.main import COMMANDS
from wolaiban.installation import configuration

DEPLOY = ROOT / "deploy"
HANDBOOK = ROOT / "docs" / "handbook"
OF_PIP = re.compile(r"(?:/opt/wolaiban/bin/)?pip install (.+)")


def read(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def shown(page: str) -> list[str]:
    """The commands that a page of the handbook shows, without what is said of them."""
    blocks = re.findall(r"```console\n(.*?)```", page, re.S)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [line.partition("  #")[0].strip() for line in lines if line.strip()]


# ---- systemd


class Unit(configparser.RawConfigParser):
    def optionxform(self, optionstr: str) -> str:
        return optionstr


def unit() -> Unit:
    parsed = Unit(strict=False)
    parsed.read_string(read("deploy", "wolaiban.service"))
    return parsed


def test_the_unit_starts_what_was_installed_as_whom_the_handbook_made() -> None:
    service = unit()["Service"]

    program, command = shlex.split(service["ExecStart"])
    assert program == "/opt/wolaiban/bin/wolaiban"
    assert command in {one.name for one in COMMANDS}
    assert f"/var/lib/{service['StateDirectory']}" == str(configuration.STATE)
    first_day = shown(read("docs", "handbook", "first-day.md"))
    assert any(line.startswith("useradd") and line.endswith(f" {service['User']}") for line in first_day)
    assert int(service["TimeoutStopSec"]) > 25 + 90  # a request under way, then the database


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    """Where systemd is. Its program must exist for it, and this machine has none at that place."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("this machine has no systemd")
    file = tmp_path / "wolaiban.service"
    file.write_text(read("deploy", "wolaiban.service").replace("/opt/wolaiban/bin/wolaiban", "/bin/true"))

    said = subprocess.run([analyze, "verify", "--man=no", file], capture_output=True, text=True, check=False)

    assert not [line for line in said.stderr.splitlines() if "wolaiban.service" in line]


# ---- A container


def steps() -> list[tuple[str, str]]:
    text = read("deploy", "Containerfile").replace("\\\n", " ")
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def test_the_container_takes_the_steps_of_the_handbook() -> None:
    in_container = [OF_PIP.search(rest) for word, rest in steps() if word == "RUN"]
    by_hand = [OF_PIP.search(line) for line in shown(read("docs", "handbook", "first-day.md"))]

    assert [what_is_installed(found[1]) for found in in_container if found] == [
        what_is_installed(found[1]) for found in by_hand if found
    ]


def what_is_installed(arguments: str) -> tuple[str, ...]:
    words = (Path(word).name for word in arguments.partition("&&")[0].split() if word != "--quiet")
    return tuple(words)


def test_the_container_serves_as_nobody_in_particular() -> None:
    found = dict(steps())

    assert found["USER"] == "wolaiban"
    assert json.loads(found["ENTRYPOINT"]) == ["/opt/wolaiban/bin/wolaiban"]
    assert json.loads(found["CMD"])[0] in {one.name for one in COMMANDS}
    assert found["VOLUME"] == str(configuration.STATE)
    check = json.loads(found["HEALTHCHECK"].partition(" CMD ")[2])
    compile(check[2], "HEALTHCHECK", "exec")
    python = re.search(r"python:3\.(\d+)-", found["FROM"])
    assert python is not None
    assert int(python[1]) >= 11


def test_the_container_is_sent_what_it_copies_and_nothing_else() -> None:
    copied = {rest.split()[0] for word, rest in steps() if word == "COPY"}
    lines = read(".dockerignore").splitlines()

    assert "*" in lines
    assert {line.removeprefix("!") for line in lines if line.startswith("!")} == copied


def test_the_container_can_be_built(tmp_path: Path) -> None:
    builder = next((name for name in ("podman", "docker") if can_build(name)), None)
    if builder is None:
        pytest.skip("nothing here builds containers; its steps are those of the wheel's tests")
    (tmp_path / "dist").mkdir()
    installed.built(tmp_path / "dist")
    for name in ("requirements.lock", "deploy/Containerfile"):
        shutil.copy(ROOT / name, tmp_path)

    subprocess.run([builder, "build", "-f", tmp_path / "Containerfile", tmp_path], check=True)


def can_build(name: str) -> bool:
    program = shutil.which(name)
    if program is None:
        return False
    try:
        return subprocess.run([program, "info"], capture_output=True, timeout=20, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False


# ---- The handbook


@pytest.mark.parametrize("page", sorted(page.name for page in HANDBOOK.glob("*.md")))
def test_what_the_handbook_leads_to_is_there(page: str) -> None:
    text = read("docs", "handbook", page)
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text)
    gone = [link for link in links if "://" not in link and not (HANDBOOK / link).exists()]
    assert not gone
    commands = {one.name for one in COMMANDS}
    ran = r"^(?:\S+/|sudo -u wolaiban )?wolaiban ([a-z][a-z-]+)\b"
    named = set(re.findall(ran, "\n".join(shown(text)), re.M))
    assert named <= commands


def test_there_is_a_chapter_for_what_an_operator_does() -> None:
    """The first day, day by day, the way up and the way back: each shows the commands it is about."""
    for page, command in {
        "first-day": "wolaiban init",
        "upgrade": "wolaiban restore",
        "systemd": "systemctl",
        "proxy": "nginx",
        "logs": "journalctl",
        "time": "timedatectl",
        "backup": "wolaiban backup",
    }.items():
        assert command in read("docs", "handbook", f"{page}.md"), page


def test_every_page_of_the_handbook_can_be_found() -> None:
    """From the README, or from a page that it leads to."""
    found, ahead = set[Path](), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        if page in found:
            continue
        found.add(page)
        links = re.findall(r"\]\(([^)#]+?(?:\.md|handbook/))(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        there = [(page.parent / link).resolve() for link in links if "://" not in link]
        ahead += [place / "README.md" if place.is_dir() else place for place in there]
    assert {page.name for page in HANDBOOK.glob("*.md")} <= {page.name for page in found}
