"""A demo that listens to a network lets its phones in, and says where they open it."""

from __future__ import annotations

import os
from argparse import Namespace

import pytest

from tests.ground.processes import ROOT
from wolaiban.cli import demo_command, serving

HERE = ["192.168.1.20", "laptop", "laptop.local"]


@pytest.fixture(autouse=True)
def _in_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "own_names", lambda: HERE)
    monkeypatch.setenv("ALLOWED_HOSTS", "to be put back")
    monkeypatch.delenv("ALLOWED_HOSTS")


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_it_is_reached_by_the_names_of_this_machine(host: str) -> None:
    demo_command.let_in(host)

    assert os.environ["ALLOWED_HOSTS"] == ",".join(HERE)
    assert demo_command.on_a_phone(Namespace(host=host, port=8123)) == [
        "手机连同一个网络，打开 http://192.168.1.20:8123"
    ]


def test_names_that_were_given_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "demo.example")

    demo_command.let_in("0.0.0.0")

    assert os.environ["ALLOWED_HOSTS"] == "demo.example"


def test_a_demo_for_this_machine_alone_lets_nobody_in() -> None:
    demo_command.let_in("127.0.0.1")

    assert "ALLOWED_HOSTS" not in os.environ
    assert demo_command.on_a_phone(Namespace(host="127.0.0.1", port=8000)) == []


def test_the_readme_says_how_to_let_a_phone_in() -> None:
    assert "HOST=0.0.0.0 make demo" in (ROOT / "README.md").read_text(encoding="utf-8")
