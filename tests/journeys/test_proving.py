"""A careful resident takes a proof home and checks it in the browser: sound, tampered with, and where a browser cannot tell."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload
from pytest_django import Settings

from tests.cast import Cast
from tests.journeys.conftest import Arrive, Visitor
from tests.journeys.test_following import ZHAO, reported, show
from wolaiban.ledger.checkpoints import make

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TOO_OLD = 'void (crypto.subtle.generateKey = () => Promise.reject(new DOMException("Unrecognized name")))'


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.CHECKPOINTS_DIR = tmp_path / "checkpoints"


def check(visitor: Visitor, content: bytes) -> None:
    proof: FilePayload = {"name": "proof.json", "mimeType": "application/json", "buffer": content}
    visitor.page.get_by_label("凭证文件").set_input_files([proof])
    visitor.press("核对")


def test_a_proof_holds_until_a_word_is_changed(arrive: Arrive, cast: Cast) -> None:
    case, (code,) = reported(ZHAO)
    zhao = arrive("zhao", signed_in=False, phone=True)
    show(zhao, code, "5678")
    zhao.unfold("怎么知道经过没有被改过")
    zhao.press("下载凭证")
    zhao.sees("凭证还没有做好")
    make()
    zhao.unfold("怎么知道经过没有被改过")
    with zhao.page.expect_download() as saved:
        zhao.page.get_by_role("link", name="下载凭证").tap()
    proof = Path(saved.value.path()).read_bytes()

    zhao.press("核对页")
    check(zhao, proof)
    zhao.sees("成立", case.number, "您的原话：“3 号楼前台阶没有扶手")

    check(zhao, proof.replace("扶手".encode(), "把手".encode()))
    zhao.sees("不成立", "第 1 条说的不是这些话。")

    zhao.page.evaluate(TOO_OLD)
    check(zhao, proof)
    zhao.sees("没能核对", "这不是说凭证有问题")
