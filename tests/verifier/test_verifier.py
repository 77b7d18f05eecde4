"""The verifier does what it must; it needs nothing of ours; and no mutant of it does as well."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verifier.claims import CLAIMS, Claim, refuses
from tests.verifier.mutants import Mutant, mutants_of, survives
from tests.verifier.proofs import PUBLIC, proof
from wolaiban.ledger import verifier
from wolaiban.workflow import chain

SOURCE = Path(verifier.__file__).read_text(encoding="utf-8")
MUTANTS = list(mutants_of(SOURCE))
PARTS = 8


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)
def test_of_the_verifier(claim: Claim) -> None:
    claim(verifier)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_byte_of_any_proof_may_become_another(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 9))
    content = bytearray(proof(size=size, index=data.draw(st.integers(0, size - 1))))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))

    refuses(verifier, bytes(content))


def test_it_needs_nothing_of_ours() -> None:
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(SOURCE))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
    }

    assert imported - sys.stdlib_module_names == {"cryptography"}


def test_it_runs_alone(tmp_path: Path) -> None:
    (tmp_path / "verifier.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "proof.json").write_bytes(proof())

    ran = subprocess.run(
        [sys.executable, "-P", "verifier.py", "proof.json", "--key", PUBLIC],
        cwd=tmp_path, env={"PYTHONUTF8": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (ran.returncode, ran.stdout[:3]) == (0, "成立：")


@pytest.mark.skipif(
    not chain.ALGS["sm3+ed25519"].is_here, reason="without SM3 its mutants cannot be told apart"
)
@pytest.mark.parametrize("part", range(PARTS))
def test_no_mutant_of_it_does_as_well(part: int) -> None:
    alive = [mutant for mutant in MUTANTS[part::PARTS] if survives(mutant, CLAIMS)]

    assert not alive


def test_there_are_mutants_of_every_function() -> None:
    functions = {node.name for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, ast.FunctionDef)}

    assert {mutant.function for mutant in MUTANTS} - {""} == functions
    assert len(MUTANTS) > 250


def test_a_mutant_that_changes_nothing_would_be_found() -> None:
    itself = Mutant("the verifier itself", "", SOURCE, 0, lambda node: None)

    assert survives(itself, CLAIMS)
