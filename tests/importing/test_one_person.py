"""Who tells of several matters in one table is one person in the vault, with all that they told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cast import DONGFEN
from tests.importing.conftest import Import
from tests.importing.test_importing import HEADER
from wolaiban.cases.models import Case
from wolaiban.ledger.verifying import Verification
from wolaiban.process.words import Channel
from wolaiban.residents import vault
from wolaiban.residents.models import Resident

Table = Callable[..., Path]


def test_one_person_with_two_matters_is_kept_once(bring_in: Import, table: Table) -> None:
    known = Resident.objects.count()
    rows = "1,灯,灯坏了,,赵一,13900000007\n2,井,井盖没了,,赵一,139 0000 0007\n"

    assert bring_in(table(HEADER + rows), "--unit", DONGFEN) == 0
    assert Resident.objects.count() == known + 1
    assert Case.objects.count() == 2


def test_what_somebody_tells_only_the_second_time_is_kept_with_the_first(
    bring_in: Import, table: Table
) -> None:
    path = table(
        "编号,内容,姓名,电话,住址\n1,路灯不亮,王秀兰,13900000009,\n2,井盖破损,王秀兰,139 0000 0009,村口 3 号\n"
    )

    assert bring_in(path, "--unit", DONGFEN) == 0

    (resident,) = Resident.objects.filter(complaints__case__channel=Channel.IMPORT).distinct()
    identity = vault.open_identity(resident)
    assert (identity.name, identity.phone, identity.address) == ("王秀兰", "13900000009", "村口 3 号")
    assert [str(finding) for finding in Verification().findings()] == []
