"""`wolaiban verify`: what it says and how it ends."""

from __future__ import annotations

import argparse
import json

import pytest

from tests.cast import Cast
from tests.ledger.forging import forge
from wolaiban.cases.models import Case
from wolaiban.cases.verifying.faults import CaseFault
from wolaiban.cli import verifying
from wolaiban.ledger import canonical_json
from wolaiban.ledger.findings import Fault
from wolaiban.residents.verifying import VaultFault
from wolaiban.statistics.verifying import SumFault
from wolaiban.workflow import chain


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    verifying.add_arguments(parser)
    return verifying.run(parser.parse_args(arguments))


def test_sound_data(cast: Cast, rail: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    assert capsys.readouterr().out == "没有发现问题（核对 2 件、18 条）\n"


def test_a_fault_is_told_in_words_and_in_the_exit_code(
    rail: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    forge("DELETE FROM cases_event WHERE case_id = %s AND seq = 7", rail.pk)

    assert run() == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"{rail.number} 第 7 条：这一条记录不见了（被删除）"
    assert said[-1].startswith("发现 ")


def test_for_machines(rail: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--json") == 0
    assert json.loads(capsys.readouterr().out) == {"sound": True, "cases": 2, "events": 18, "findings": []}

    forge("UPDATE cases_case SET urgent = true WHERE id = %s", rail.pk)
    assert run("--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert not found["sound"]
    assert [(f["fault"], f["case"], f["event"]) for f in found["findings"]] == [("row", rail.number, 16)]


def test_what_is_written_canonically_is_read_back() -> None:
    told = {"b": [1, None, True], "a": {"词": "“引号”\n\u2028\x00"}, "": -(10**30)}

    assert canonical_json.read(chain.canonical(told)) == told


@pytest.mark.parametrize("body", [b'{"a":1.5}', b'{"a":[[{"b":[0,1e16]}]]}', b'{"a":{"b":{"c":-2e-7}}}'])
def test_a_fraction_is_found_however_deep(body: bytes) -> None:
    with pytest.raises(canonical_json.NotCanonical, match="含有小数"):
        canonical_json.read(body)


def test_every_fault_has_words_that_can_be_filled_in() -> None:
    for fault in (*Fault, *CaseFault, *VaultFault, *SumFault):
        assert fault.label.format(what=("1", "2"))
