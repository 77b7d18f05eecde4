from argparse import ArgumentParser

import pytest
from pytest_django.fixtures import Settings

from tests.residents.invented import NEW, OLD
from wolaiban.cli import vault as command
from wolaiban.installation.trouble import Trouble
from wolaiban.residents.keys import keyring
from wolaiban.residents.models import Resident
from wolaiban.residents.vault import masked


def run(*words: str) -> int:
    parser = ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(words))


def test_a_new_key_is_printed_alone_and_fit_for_use(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    assert run("new-key", "k9") == 0

    printed = capsys.readouterr()
    settings.VAULT_KEYS = f"{printed.out.strip()},{OLD}"
    assert keyring().current.id == "k9"
    assert "reseal" in printed.err


@pytest.mark.parametrize(("key_id", "why"), [("k1", "已经用过"), ("K 9", "小写字母")])
def test_a_key_needs_a_fresh_and_plain_id(key_id: str, why: str) -> None:
    with pytest.raises(Trouble, match=why):
        run("new-key", key_id)


def test_resealing_says_how_many(
    wang: Resident, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.VAULT_KEYS = f"{NEW},{OLD}"

    assert run("reseal") == 0

    assert "“k2”重新加密 1 人" in capsys.readouterr().out
    settings.VAULT_KEYS = NEW
    assert masked(Resident.objects.get()).name == "王*英"


def test_resealing_warns_against_dropping_a_key_that_is_still_needed(
    wang: Resident, settings: Settings
) -> None:
    settings.VAULT_KEYS = NEW

    with pytest.raises(Trouble, match="旧密钥请不要删除"):
        run("reseal")
