"""What a resident takes home: a file that anybody can check, and that fails when anything in it was changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.portal.tracking.conftest import Reported
from wolaiban.ledger import signing, verifier
from wolaiban.ledger.checkpoints import make


@pytest.fixture(autouse=True)
def _folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.CHECKPOINTS_DIR = tmp_path / "checkpoints"


def test_a_proof_is_given_to_whoever_holds_the_receipt(reported: Reported) -> None:
    (zhao,) = reported()
    zhao.open()
    assert "下载凭证" in zhao.page()
    assert zhao.browser.get("/track/case/proof.json").headers["Location"] == "/track/case/"
    assert "凭证还没有做好" in zhao.page()
    make()

    answer = zhao.browser.get("/track/case/proof.json")

    assert "attachment" in answer.headers["Content-Disposition"]
    verifier.check(answer.content, str(signing.public_key()))
    with pytest.raises(verifier.Refused):
        verifier.check(answer.content[:-1] + b" ", str(signing.public_key()))


def test_nobody_else_gets_one(client: Client, db: None) -> None:
    assert client.get("/track/case/proof.json").headers["Location"] == "/track/"
