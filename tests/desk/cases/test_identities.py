"""Looking at who reported a case, and wiping it: written down first, shown once, open to the resident."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.desk.conftest import Browser
from wolaiban.cases.models import Case
from wolaiban.residents.models import Erasure, Look

HTMX = {"HX-Request": "true"}
NAME, PHONE = "王秀英", "13800000001"


def reveal(case: Case) -> str:
    return f"/cases/{case.number}/people/{case.complainants.get().pk}/reveal/"


def erase(case: Case) -> str:
    return f"/cases/{case.number}/people/{case.complainants.get().pk}/erase/"


def test_the_case_shows_identities_masked(browser: Browser, rail: Case) -> None:
    shown = browser("qin").get(f"/cases/{rail.number}/").content.decode()
    assert "<b>王*英</b><span>138****0001</span>" in shown
    assert NAME not in shown
    assert PHONE not in shown


def test_a_look_asks_for_a_reason_first(browser: Browser, rail: Case) -> None:
    client = browser("qin")
    assert NAME not in client.get(reveal(rail)).content.decode()
    answer = client.post(reveal(rail), {"reason": "看看"}, headers=HTMX)
    assert answer.status_code == 422
    assert answer["HX-Retarget"].startswith("#identity_")
    assert NAME not in answer.content.decode()
    assert not Look.objects.exists()


def test_a_look_is_recorded_and_shown_to_the_resident(browser: Browser, rail: Case) -> None:
    answer = browser("qin").post(reveal(rail), {"reason": "电话核实台阶位置"})
    shown = answer.content.decode()
    assert NAME in shown
    assert PHONE in shown
    assert "反映人可以看到" in shown
    assert "no-store" in answer["Cache-Control"]

    look = Look.objects.get()
    assert (look.actor.username, look.case_number) == ("qin", rail.number)
    for who in ("wang", "qin"):
        told = browser(who).get(f"/cases/{rail.number}/").content.decode()
        assert "电话核实台阶位置" in told
        assert "秦怀信（东坟村工作室负责人）" in told


def test_what_cannot_be_recorded_is_not_shown(
    browser: Browser, rail: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**facts: object) -> None:
        raise OSError("no room left")

    monkeypatch.setattr(Look.objects, "create", fail)
    client = browser("qin")
    client.raise_request_exception = False
    answer = client.post(reveal(rail), {"reason": "电话核实台阶位置"})
    assert answer.status_code == 500
    assert NAME not in answer.content.decode()


@pytest.mark.parametrize("who", ["jian", "wang"])
def test_those_who_need_no_contact_are_not_shown_it(browser: Browser, rail: Case, who: str) -> None:
    answer = browser(who).post(reveal(rail), {"reason": "电话核实台阶位置"})
    assert answer.status_code in {403, 404}
    assert PHONE not in answer.content.decode()
    assert not Look.objects.exists()


def test_a_correction_claims_nothing_that_nobody_did_and_says_how_far_it_goes(
    browser: Browser, rail: Case
) -> None:
    person = rail.complainants.get()
    page = browser("qin").get(f"/cases/{rail.number}/people/{person.pk}/correct/").content.decode()
    assert 'value="登记时写错了"' in page
    assert "当面核对" not in page
    assert "同一个人反映的、您看得到的别的事，也一起改过来" in page


def test_an_identity_is_erased_and_the_case_stays(browser: Browser, rail: Case) -> None:
    client = browser("qin")
    assert "删除后不能恢复" in client.get(erase(rail), headers=HTMX).content.decode()
    shown = client.post(erase(rail), {"reason": "本人要求删除身份信息"}, follow=True).content.decode()
    assert Erasure.objects.values_list("actor__username", flat=True).get() == "qin"
    assert "已应本人要求删除" in shown
    assert "没有扶手" in shown
    assert "查看身份" not in shown


def test_only_the_agent_and_the_district_erase(browser: Browser, rail: Case) -> None:
    assert browser("fang").post(erase(rail), {"reason": "本人要求删除身份信息"}).status_code == 403
    assert not Erasure.objects.exists()
    assert browser("shen").post(erase(rail), {"reason": "本人要求删除身份信息"}).status_code == 302


def test_a_person_of_another_case_is_nobody_here(browser: Browser, cast: Cast, rail: Case) -> None:
    other = cast.report(reporters=["li"]).complainants.get()
    path = f"/cases/{rail.number}/people/{other.pk}/reveal/"
    assert browser("qin").post(path, {"reason": "电话核实台阶位置"}).status_code == 404


def test_an_anonymous_reporter_has_nothing_to_look_at(browser: Browser, cast: Cast) -> None:
    nameless = cast.report(reporters=())
    assert "查看身份" not in browser("qin").get(f"/cases/{nameless.number}/").content.decode()
    assert browser("qin").post(reveal(nameless), {"reason": "电话核实台阶位置"}).status_code == 403


def test_whoever_corrects_a_phone_is_told_which_digits_open_the_receipt(
    cast: Cast, browser: Browser, rail: Case
) -> None:
    at = f"/cases/{rail.number}/people/{rail.complainants.get().pk}/correct/"
    for given, told in (({"name": "王秀荣"}, False), ({"phone": "13911112222"}, True)):
        answer = browser("qin").post(at, {"reason": "登记时写错了", **given}, follow=True)
        assert ("从现在起填新号码的后四位" in answer.content.decode()) == told
