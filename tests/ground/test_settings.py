"""The settings: what an operator may change is documented, what must be secret has no default."""

from __future__ import annotations

import ast
import logging
import os
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.ground.processes import ROOT
from wolaiban.config.logs import DiscreetFormatter
from wolaiban.installation import keys

# Read by what stands around us, not by us, or set by us for our children and for a library.
NOT_OURS = {
    "DJANGO_SETTINGS_MODULE",
    "PGPASSFILE",
    "PATH",
    "PYTHONPATH",
    "XDG_RUNTIME_DIR",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "PYPINYIN_NO_PHRASES",
    "OPENPYXL_DEFUSEDXML",
}
KEYS = {
    "SECRET_KEY": "only-for-this-test",
    "VAULT_KEYS": f"k1:{'A' * 43}=",
    "RECEIPT_KEY": "r",
    "LEDGER_KEY": "l",
}


def documented() -> set[str]:
    return set(
        re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/settings.md").read_text(encoding="utf-8"), re.M)
    )


def names_read() -> set[str]:
    """Every name that our code asks the environment for: `env("X")`, `env.bool("X")`, `os.environ…("X")`."""
    found = set()
    for file in (ROOT / "wolaiban").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and node.args
                and re.match(r"(env|os\.environ|os\.getenv)\b", ast.unparse(node.func))
            ):
                found |= constant(node.args[0])
            if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
                found |= constant(node.slice)
    return found - NOT_OURS


def constant(node: ast.expr) -> set[str]:
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def start_django(data_dir: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """With nothing in the environment but what is given."""
    given = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "WOLAIBAN_DATA": str(data_dir),
    } | environment
    script = "import django; from django.conf import settings; django.setup(); print(settings.SECRET_KEY)"
    return subprocess.run(
        [sys.executable, "-c", script],
        env=given | {"DJANGO_SETTINGS_MODULE": "wolaiban.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_variable_that_is_read_is_documented() -> None:
    assert names_read() - documented() == set()


def test_every_variable_that_is_documented_is_read() -> None:
    assert documented() - names_read() == set()


@pytest.mark.parametrize("name", KEYS)
def test_production_does_not_start_without_a_key(name: str, tmp_path: Path) -> None:
    others = {other: value for other, value in KEYS.items() if other != name}

    refused = start_django(tmp_path, **others)

    assert refused.returncode != 0
    assert f"没有 {name}" in refused.stderr
    assert "wolaiban init" in refused.stderr


def test_the_keys_are_all_it_needs(tmp_path: Path) -> None:
    assert start_django(tmp_path, **KEYS).stdout == "only-for-this-test\n"


def test_a_key_may_be_given_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from a file")

    others = {name: value for name, value in KEYS.items() if name != "SECRET_KEY"}
    started = start_django(tmp_path, SECRET_KEY_FILE=str(tmp_path / "secret"), **others)

    assert started.stdout == "from a file\n"


def test_keys_are_made_once_and_for_us_alone(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(keys.make, [tmp_path / "data"] * 4))
    first = [keys.read(name, tmp_path / "data") for name in keys.FILES]

    keys.make(tmp_path / "data")

    assert [keys.read(name, tmp_path / "data") for name in keys.FILES] == first
    for file in (tmp_path / "data" / "keys").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert keys.open_to_others(tmp_path / "data") == []


def test_pages_may_load_nothing_from_elsewhere(client: Client) -> None:
    answer = client.get("/account/login/")

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_over_https_cookies_stay_there(tmp_path: Path) -> None:
    script = "import sys; from wolaiban.config import settings as s; print(s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0)"

    said = subprocess.run(
        [sys.executable, "-c", script],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "WOLAIBAN_DATA": str(tmp_path), **KEYS},
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout == "True True\n"


def test_the_log_tells_nothing_of_the_data(settings: LazySettings) -> None:
    error = ValueError(
        "duplicate key\nDETAIL:  Key (name)=(王秀英) already exists.\nCONTEXT:  COPY 王秀英\n  line 2"
    )
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed", (), (ValueError, error, None))

    written = DiscreetFormatter().format(record)

    assert "duplicate key" in written
    assert "王秀英" not in written
