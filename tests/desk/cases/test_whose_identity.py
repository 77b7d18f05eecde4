"""Identities are for those who need them now; whoever wipes one is not told what else hangs on it."""

import re
from typing import Any

import pytest
from django.urls import reverse

from tests.api.program import Program
from tests.cast import CHENGGUAN, HOUSING, Cast, unit
from tests.desk.conftest import Browser
from tests.ledger.forging import verified
from tests.matrix.world import undone
from wolaiban.cases.models import Case, Complainant
from wolaiban.process.errors import BadAnswer
from wolaiban.residents import vault


def address(what: str, case: Case) -> str:
    return reverse(f"desk:{what}", args=[case.number, case.complainants.get().pk])


def test_a_department_looks_only_while_it_is_called(cast: Cast, browser: Browser) -> None:
    case = cast.moved_to("joint", cast.report())
    assert browser("ma").get(address("reveal", case)).status_code == 200

    cast.take("object", case, "ma")
    cast.take("release_summons", case, "fang", summons=case.summonses.get(department=unit(HOUSING)))

    assert browser("ma").get(reverse("desk:case", args=[case.number])).status_code == 200
    assert browser("ma").get(address("reveal", case)).status_code == 403


def test_whoever_erases_is_not_told_of_what_lies_elsewhere(cast: Cast, browser: Browser) -> None:
    """The village is answered the same whatever she has elsewhere: here she is nobody any more, there she is known."""
    shown = []
    for accuses in (False, True):
        with undone():
            case = cast.report()
            look = browser("qin").post(address("reveal", case), {"reason": "电话核实台阶位置"})
            other = cast.report("书记收了钱。", kind="accusation", by="wang") if accuses else None
            client, path = browser("qin"), address("erase", case)
            form = client.get(path)
            sent = client.post(path, {"reason": "本人要求删除"}, follow=True)
            answers = [look, form, sent, client.get(f"/cases/{case.number}/")]
            shown.append([(a.status_code, without_what_is_drawn(a, case)) for a in answers])
            assert "已应本人要求删除" in sent.content.decode()
            assert case.complainants.get().resident.is_erased
            assert verified() == []
            if other is not None:
                assert str(vault.masked(other.complainants.get().resident)) == "王*英 · 138****0001"
                assert Case.objects.visible_to(cast.actor("wang")).get() == other
    assert shown[0] == shown[1]


def without_what_is_drawn(answer: Any, case: Case) -> str:
    """The page, without tokens, times and the keys of rows."""
    text = answer.content.decode().replace(case.number, "FS")
    return re.sub(r"[A-Za-z0-9_\-]{20,}|\d+", "…", text)


def test_an_officer_does_not_merge_into_their_own_complaint(cast: Cast) -> None:
    case = cast.report(reporters=["li"])
    own = cast.report("自己家门口的事。")
    own.complainants.update(resident=_resident_of_bai(cast))
    with pytest.raises(BadAnswer, match="回避"):
        cast.take("merge", case, "bai", into=own)


def _resident_of_bai(cast: Cast) -> object:
    from wolaiban.residents import vault

    return vault.record(name="白玉兰", phone="13800000055", account=cast.user("bai"))


def test_a_volunteer_does_not_keep_an_accusation_in_sight(cast: Cast) -> None:
    case = cast.report(by="zhi", kind="accusation")
    assert not Case.objects.visible_to(cast.actor("zhi")).filter(pk=case.pk).exists()


# ---- A merge introduces nobody


@pytest.fixture
def joined(cast: Cast) -> tuple[Case, Case]:
    """What li told the township, merged into a matter of the village, whose officers never saw her there."""
    rail, high = (
        cast.report(),
        cast.report("镇里的台阶也坏了。", at_unit=CHENGGUAN, by="gao", reporters=["li"]),
    )
    cast.take("accept", high, "gao")
    cast.take("merge", high, "gao", into=rail)
    return rail, high


def hers(case: Case) -> Complainant:
    return case.complainants.get(resident__account__username="li")


NOT_TOLD = ("李*", "138****0002", "李强", "13800000002")


def test_whoever_could_not_see_her_before_is_not_told_who_she_is(
    joined: tuple[Case, Case], cast: Cast, browser: Browser
) -> None:
    rail, high = joined
    person = hers(rail).pk
    cast.take("accept", rail, "qin")
    cast.take("resolve", rail, "qin")
    page = f"/cases/{rail.number}/"
    for path in (page, f"{page}notices/", f"{page}steps/answer/"):
        shown = browser("qin").get(path).content.decode()
        assert not [word for word in (*NOT_TOLD, high.number) if word in shown], path
    assert "并入的反映人 1" in browser("qin").get(f"{page}steps/answer/").content.decode()
    for what in ("reveal", "erase"):
        path = f"{page}people/{person}/{what}/"
        assert browser("qin").post(path, {"reason": "电话核实台阶位置"}).status_code == 404
    assert browser("qin").post(f"{page}slips/", {"person": person}).status_code == 404
    earlier = browser("qin").post("/suggest/earlier/", {"phone": "13800000002"}).content.decode()
    assert rail.number not in earlier
    shown = browser("fang").get(page).content.decode()
    assert "<b>李*</b><span>138****0002</span>" in shown
    assert high.number in shown


def test_a_program_is_not_told_either(joined: tuple[Case, Case], cast: Cast) -> None:
    rail, high = joined
    cast.take("accept", rail, "qin")
    cast.take("resolve", rail, "qin")
    told = Program.of(cast, "qin").get(f"/cases/{rail.number}")
    assert [party["id"] for party in told.json()["parties"]] != [c.pk for c in rail.complainants.all()]
    assert not [word for word in (*NOT_TOLD, high.number) if word in told.content.decode()]
    assert "李*" in Program.of(cast, "fang").get(f"/cases/{rail.number}").content.decode()
    assert rail.number not in Program.of(cast, "tang").get(f"/cases/{high.number}").content.decode()


def test_nothing_is_left_of_her_when_she_is_taken_out_again(
    joined: tuple[Case, Case], cast: Cast, browser: Browser
) -> None:
    rail, high = joined
    cast.take("unmerge", high, "gao")
    for path in (f"/cases/{rail.number}/", f"/cases/{rail.number}/notices/"):
        shown = browser("qin").get(path).content.decode()
        assert not [word for word in (*NOT_TOLD, high.number) if word in shown]
    assert "在您看不到的地方" in browser("qin").get(f"/cases/{rail.number}/").content.decode()


def test_she_is_still_answered(joined: tuple[Case, Case], cast: Cast) -> None:
    rail, _ = joined
    for step in ("accept", "resolve", "answer"):
        cast.take(step, rail, "qin")
    assert hers(rail).answered_at is not None
