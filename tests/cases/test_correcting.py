"""A misspelt name or number is put right in the vault; the cases say that it was done, and nothing of what it was."""

from __future__ import annotations

import pytest

from tests.cast import DAGAOSHE, DONGFEN, Cast, unit
from wolaiban.cases.actions.correcting import correct
from wolaiban.cases.actions.erasing import erase
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.history.case_view import visible_case
from wolaiban.cases.models import Case, Event, Statement
from wolaiban.desk.cases.page import CasePage
from wolaiban.ledger.verifying import Verification
from wolaiban.process.errors import BadAnswer
from wolaiban.residents import vault
from wolaiban.residents.errors import AlreadyErased
from wolaiban.residents.models import Resident

pytestmark = pytest.mark.django_db(transaction=True)

WRONG, RIGHT = ("毛秀芹", "13800000017"), ("毛秀琴", "13800000007")
WHY = "登记时写错了，本人核对。"


def reported(cast: Cast, where: str = DONGFEN, by: str = "qin") -> Case:
    name, phone = WRONG
    report = Report(
        unit=unit(where), words=f"{where} 的灯不亮。", reporters=[Reporter(name=name, phone=phone)]
    )
    return register(report, by=cast.actor(by))


def who(case: Case) -> Resident:
    return case.complainants.select_related("resident").get().resident


def put_right(case: Case, cast: Cast, by: str = "qin") -> None:
    name, phone = RIGHT
    correct(
        who(case), by=cast.actor(by), reason=WHY, particulars={"name": name, "phone": phone, "address": ""}
    )


def test_the_vault_knows_better_and_the_case_says_so(cast: Cast) -> None:
    case = reported(cast)
    put_right(case, cast)

    identity = vault.open_identity(who(case))
    assert (identity.name, identity.phone) == RIGHT
    assert vault.phone_ends_with(who(case), "0007")
    event = case.events.get(step="correct")
    assert event.answers["corrected"] == ["name", "phone"]
    page = CasePage(visible_case(cast.actor("qin"), case.number), cast.actor("qin"))
    assert page.story[0].told == "更正了反映人的姓名、电话"
    assert list(Verification().findings()) == []


def test_no_word_of_it_stands_anywhere_but_in_the_vault(cast: Cast) -> None:
    case = reported(cast)
    put_right(case, cast)

    told = "".join(bytes(event.body).decode() for event in Event.objects.filter(case=case))
    said = "".join(filter(None, Statement.objects.filter(case=case).values_list("words", flat=True)))
    for secret in (*WRONG, *RIGHT):
        assert secret not in told + said + str(case.title)


def test_what_is_not_given_stays(cast: Cast) -> None:
    case = reported(cast)
    correct(who(case), by=cast.actor("qin"), reason=WHY, particulars={"name": RIGHT[0]})
    identity = vault.open_identity(who(case))
    assert (identity.name, identity.phone) == (RIGHT[0], WRONG[1])


def test_all_cases_in_sight_say_so(cast: Cast) -> None:
    first, second = reported(cast), reported(cast)
    assert who(first) == who(second)
    put_right(first, cast)
    assert who(first) == who(second)
    assert second.events.filter(step="correct").exists()


def test_what_another_village_wrote_down_stays_as_it_is(cast: Cast) -> None:
    """And nobody can tell from the answer that there is another."""
    here, there = reported(cast), reported(cast, DAGAOSHE, "zhou")
    assert who(here) == who(there)
    put_right(here, cast)

    assert vault.open_identity(who(here)).name == RIGHT[0]
    assert vault.open_identity(who(there)).name == WRONG[0]
    assert not there.events.filter(step="correct").exists()
    assert list(Verification().findings()) == []


def test_somebody_with_an_account_stays_one_person(cast: Cast) -> None:
    rail = cast.report()
    correct(cast.resident("wang"), by=cast.actor("qin"), reason=WHY, particulars={"name": "王秀瑛"})
    assert who(rail) == cast.resident("wang")
    assert vault.open_identity(cast.resident("wang")).name == "王秀瑛"


@pytest.mark.parametrize(
    ("particulars", "reason", "where"),
    [
        ({"phone": "1380000"}, WHY, "phone"),
        ({"id_number": "110111190001011234"}, WHY, "id_number"),
        ({"name": "  "}, WHY, ""),
        ({"name": "毛秀琴"}, "错", "reason"),
    ],
)
def test_what_does_not_do_changes_nothing(
    cast: Cast, particulars: dict[str, str], reason: str, where: str
) -> None:
    case = reported(cast)
    with pytest.raises(BadAnswer) as refusal:
        correct(who(case), by=cast.actor("qin"), reason=reason, particulars=particulars)
    assert set(refusal.value.fields) == {where}
    assert vault.open_identity(who(case)).name == WRONG[0]
    assert case.events.count() == 1


def test_who_was_forgotten_is_not_called_back(cast: Cast) -> None:
    case = reported(cast)
    erase(who(case), by=cast.actor("shen"), reason="本人要求。")
    with pytest.raises(AlreadyErased):
        put_right(case, cast)
