"""Forgetting a person: in the vault, in every case in which they stand, and provably."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils.timezone import now

from tests.cast import DAGAOSHE, Cast
from tests.ledger.forging import faults, forge, verified
from wolaiban.cases.actions.erasing import UNTITLED, erase
from wolaiban.cases.models import Case, Event, Statement
from wolaiban.process.errors import NotAllowed, NotYours
from wolaiban.residents.models import Erasure, Resident
from wolaiban.workflow.performing import perform

REASON = "本人到工作室要求删除"


def erasures(case: Case) -> list[Event]:
    return list(Event.objects.filter(case=case, step="erase").order_by("seq"))


def test_every_case_of_theirs_says_so_also_those_out_of_sight(cast: Cast) -> None:
    here, there, of_another = (
        cast.report(),
        cast.report(at_unit=DAGAOSHE, by="zhou"),
        cast.report(reporters=("li",)),
    )
    title, qin = here.title, cast.actor("qin")
    assert not Case.objects.visible_to(qin).filter(pk=there.pk).exists()

    erase(cast.resident("wang"), by=qin, reason=REASON)

    for case in (here, there):
        [event] = erasures(case)
        case.refresh_from_db()
        assert (event.actor, event.role, event.source, event.target) == (
            qin.user,
            "eraser",
            case.stage,
            case.stage,
        )
        assert event.answers["whose"] == case.complainants.get().pk
        assert Statement.objects.get(pk=event.answers["reason"]["statement"]).words == REASON
        assert (case.seq, case.title) == (2, title)
    assert not erasures(of_another)
    assert verified() == []


def test_with_their_words_the_titles_made_of_them_go_too(cast: Cast) -> None:
    case = cast.moved_to("working", cast.report(place_words="3 号楼 2 单元"))
    cast.take("supply", case, "wang")
    cast.take("note", case, "qin")
    said = case.statements.exclude(complainant=None)
    assert said.count() == 2

    erase(cast.resident("wang"), by=cast.actor("qin"), reason=REASON, words=True)

    case.refresh_from_db()
    assert not said.exclude(words=None, salt=None).exists()
    assert case.statements.get(words="到现场看过。").erased_at is None
    assert (case.title, case.place_words) == (UNTITLED, "")
    assert verified() == []
    cast.take("resolve", case, "qin")  # and goes on
    assert verified() == []


def test_a_merged_matter_and_the_one_it_was_merged_into_both_say_so(cast: Cast) -> None:
    one, into = cast.report(), cast.report(reporters=("li",))
    cast.take("merge", one, "qin", into=into)

    erase(cast.resident("wang"), by=cast.actor("qin"), reason=REASON, words=True)

    assert len(erasures(one)) == len(erasures(into)) == 1
    assert verified() == []
    cast.take("unmerge", one, "qin")
    assert verified() == []


def test_twice_is_once(cast: Cast) -> None:
    case = cast.report()
    first = erase(cast.resident("wang"), by=cast.actor("qin"), reason=REASON)
    again = erase(first.resident, by=cast.actor("shen"), reason="又来要求了一次", words=True)

    assert again == first
    assert len(erasures(case)) == 1


def test_whoever_may_not_leaves_nothing_behind(cast: Cast) -> None:
    case = cast.report()
    wang = cast.resident("wang")

    with pytest.raises(NotAllowed):
        erase(wang, by=cast.actor("li"), reason=REASON, words=True)
    with pytest.raises(NotYours):
        perform("erase", on=case, by=cast.actor("qin"), answers={"complainant": case.complainants.get()})

    wang.refresh_from_db()
    assert not wang.is_erased
    assert (case.events.count(), case.statements.get().words) == (1, "3 号楼前台阶没有扶手，老人上下不便。")


# ---- What somebody with the database's own rights can do


def test_words_emptied_by_hand(cast: Cast) -> None:
    case = cast.report()
    forge("UPDATE cases_statement SET words = NULL, salt = NULL, erased_at = %s", now())

    assert faults(case) == {("statement_emptied", 1)}


def test_words_put_back(cast: Cast) -> None:
    case = cast.report()
    before = case.statements.get()
    erase(cast.resident("wang"), by=cast.actor("qin"), reason=REASON, words=True)
    forge(
        "UPDATE cases_statement SET words = %s, salt = %s, erased_at = NULL WHERE id = %s",
        before.words, bytes(before.salt or b""), before.pk,
    )  # fmt: skip

    assert faults(case) == {("statement_back", 2)}


EMPTIED = "name = NULL, phone = NULL, phone_index = NULL, id_number = NULL, address = NULL, account_id = NULL"


def test_identities_emptied_as_if_nobody_had_said_who_they_are(cast: Cast) -> None:
    cast.report()
    forge(f"UPDATE residents_resident SET {EMPTIED}")

    assert [str(finding.fault) for finding in verified()] == ["resident"] * Resident.objects.count()


def test_identities_emptied_and_erasures_forged_for_them(cast: Cast) -> None:
    cast.report()
    forge(f"UPDATE residents_resident SET {EMPTIED}, erased_at = now()")
    assert {str(finding.fault) for finding in verified()} == {"resident"}

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO residents_erasure (resident_id, actor_id, reason, at)"
            " SELECT id, %s, '本人要求删除', now() FROM residents_resident",
            [cast.user("qin").pk],
        )
    assert [str(finding.fault) for finding in verified()] == ["untraced"] * Resident.objects.count()


def test_an_erasure_told_otherwise_and_one_removed(cast: Cast) -> None:
    cast.report()
    erase(cast.resident("wang"), by=cast.actor("qin"), reason=REASON)

    forge("UPDATE residents_erasure SET actor_id = %s", cast.user("bai").pk)
    assert [str(finding.fault) for finding in verified()] == ["trace_differs"]

    forge("DELETE FROM residents_erasure")
    assert {str(finding.fault) for finding in verified()} == {"traced_gone", "resident"}
    assert not Erasure.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        "account_id = (SELECT id FROM people_user WHERE username = 'zhi')",
        "account_id = NULL",
        "phone = NULL, phone_index = NULL",
        "invented = NOT invented",
        "mark = NULL",
        r"mark = '\x0000'",
        r"mark = '\xff3a00'",
    ],
)
def test_a_resident_given_to_another_account_or_changed(cast: Cast, change: str) -> None:
    wang = cast.resident("wang")
    forge(f"UPDATE residents_resident SET {change} WHERE id = %s", wang.pk)

    assert [(str(finding.fault), finding.what[0]) for finding in verified()] == [("resident", wang.pk)]  # type: ignore[index]
