"""Registering on one screen: three fields suffice, twice is once, and what is known is shown."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import CHENGGUAN, DAGAOSHE, DONGFEN, Cast
from tests.desk.conftest import Browser
from wolaiban.cases.models import Case
from wolaiban.residents import vault
from wolaiban.web.keys import REUSED

pytestmark = pytest.mark.usefixtures("drawn_from")

NEW = "/cases/new/"
UNTOUCHED = {"kind": "help", "channel": "walk_in", "tier": "minor", "relation": "self", "people": "0"}


def form(**given: Any) -> dict[str, Any]:
    """The form as the browser sends it, with what this test fills in."""
    return {"key": "a-key", "words": "西口路灯坏了。", "unit_pick": DONGFEN, **UNTOUCHED} | given


def test_three_fields_suffice(browser: Browser, cast: Cast) -> None:
    answer = browser("qin").post(NEW, form(name="钱多多", phone="138 0000 0009"), follow=True)
    case = Case.objects.get()
    assert (case.unit.code, case.stage, case.channel) == (DONGFEN, "reported", "walk_in")
    assert case.registered_by == cast.user("qin")
    assert str(vault.masked(case.complainants.get().resident)) == "钱*多 · 138****0009"
    assert f"登记成功，件号 {case.number}。最迟" in answer.content.decode()


def test_the_unit_is_ones_own_where_there_is_no_choice(browser: Browser) -> None:
    shown = browser("qin").get(NEW).content.decode()
    assert f'<input type="hidden" name="unit_pick" value="{DONGFEN}">' in shown


def test_a_township_picks_among_its_own(browser: Browser, cast: Cast) -> None:
    client = browser("gao")
    found = client.get("/suggest/units/", {"text_name": "unit", "unit": "东坟"}).content.decode()
    assert DONGFEN in found
    found = client.get("/suggest/units/", {"text_name": "unit", "unit": "大高舍"}).content.decode()
    assert "没有找到" in found
    assert client.post(NEW, form(name="钱多多", unit_pick=DAGAOSHE)).status_code == 422
    assert client.post(NEW, form(name="钱多多", unit_pick=CHENGGUAN)).status_code == 302


def test_sent_twice_it_is_registered_once(browser: Browser) -> None:
    client = browser("qin")
    first, second = (client.post(NEW, form(name="钱多多")) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


def test_a_form_that_was_sent_and_changed_is_asked_about(browser: Browser) -> None:
    client = browser("qin")
    client.post(NEW, form(name="钱多多"))

    asked = client.post(NEW, form(name="钱多多", words="东口的也坏了。"))
    assert asked.status_code == 422
    assert REUSED in asked.content.decode()
    assert Case.objects.count() == 1

    anew = asked.context["form"]["key"].value()
    assert client.post(NEW, form(name="钱多多", words="东口的也坏了。", key=anew)).status_code == 302
    assert Case.objects.count() == 2


def test_each_form_has_a_key_of_its_own(browser: Browser) -> None:
    client = browser("qin")
    keys = {client.get(NEW).context["form"]["key"].value() for _ in range(2)}
    assert len(keys) == 2


def test_somebody_must_be_named_or_anonymity_chosen(browser: Browser) -> None:
    client = browser("qin")
    answer = client.post(NEW, form())
    assert answer.status_code == 422
    assert "请填写反映人；不愿留名的，选“匿名”。" in answer.content.decode()
    assert "西口路灯坏了。" in answer.content.decode()
    assert not Case.objects.exists()

    client.post(NEW, form(anonymous="on"))
    assert Case.objects.get().complainants.get().resident.is_anonymous


def test_a_number_that_cannot_be_one_is_said_at_once(browser: Browser) -> None:
    answer = browser("qin").post(NEW, form(name="钱多多", phone="12"))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"phone"}


def test_a_joint_matter_has_rows_for_each(browser: Browser) -> None:
    client = browser("qin")
    more = client.post(NEW, form(words="", name="钱多多", people="1", add_person="1"))
    assert more.status_code == 200
    assert "person_1-name" in more.content.decode()
    assert "has-fault" not in more.content.decode()
    assert not Case.objects.exists()

    rows = {"people": "2"}
    for number, name in enumerate(("孙小小", "吴大大")):
        rows |= {f"person_{number}-name": name, f"person_{number}-relation": "neighbour"}
    client.post(NEW, form(name="钱多多", phone="13800000009", **rows | {"person_0-representative": "on"}))
    people = Case.objects.get().complainants.all()
    assert [p.representative for p in people] == [True, True, False]
    assert [p.relation for p in people] == ["self", "neighbour", "neighbour"]


def test_more_than_five_representatives_are_refused_in_words(browser: Browser) -> None:
    rows = {"people": "6"}
    for number in range(6):
        rows |= {
            f"person_{number}-name": f"赵{'甲乙丙丁戊己'[number]}",
            f"person_{number}-relation": "self",
            f"person_{number}-representative": "on",
        }
    answer = browser("qin").post(NEW, form(anonymous="on", **rows))
    assert answer.status_code == 422
    assert "代表不超过 5 人" in answer.content.decode()


def test_a_resident_reports_in_their_own_name(browser: Browser, cast: Cast) -> None:
    client = browser("wang")
    shown = client.get(NEW).content.decode()
    assert 'name="phone"' not in shown
    answer = client.post(NEW, form(), follow=True)
    case = Case.objects.get()
    assert (case.channel, case.complainants.get().resident) == ("online", cast.resident("wang"))
    assert answer.status_code == 200


def test_a_volunteer_reports_what_she_saw(browser: Browser, cast: Cast) -> None:
    client = browser("zhi")
    assert client.get(NEW).context["form"]["channel"].value() == "volunteer"
    answer = client.post(NEW, form(channel="volunteer"), follow=True)
    assert answer.status_code == 200
    assert Case.objects.get().complainants.count() == 0


@pytest.mark.parametrize("who", ["he", "jian", "guan"])
def test_those_who_may_not_are_told_before_they_write(browser: Browser, who: str) -> None:
    answer = browser(who).get(NEW)
    assert answer.status_code == 403
    assert "请联系村居的工作室" in answer.content.decode()


def test_an_accusation_leaves_the_desk_of_whoever_took_it_down(browser: Browser) -> None:
    answer = browser("qin").post(NEW, form(name="钱多多", kind="accusation"), follow=True)
    assert answer.redirect_chain == [(NEW, 302)]
    assert "检举控告由区里直接受理" in answer.content.decode()
    assert "这里也不打印回执" in answer.content.decode()
    number = Case.objects.get().number
    assert number in answer.content.decode()
    assert browser("qin").post(f"/cases/{number}/slips/").status_code == 404
    assert browser("shen").post(f"/cases/{number}/slips/").status_code == 200


# ---- What is known already


def test_earlier_matters_of_a_number_are_shown(browser: Browser, cast: Cast) -> None:
    mine = cast.report()
    elsewhere = cast.report("别处的事。", at_unit=DAGAOSHE, by="zhou", reporters=["wang"])
    shown = browser("qin").post("/suggest/earlier/", {"phone": "138-0000-0001"}).content.decode()
    assert mine.number in shown
    assert elsewhere.number not in shown
    assert browser("qin").post("/suggest/earlier/", {"phone": "138"}).content.decode().strip() == ""


def test_a_number_never_travels_in_an_address(browser: Browser) -> None:
    assert browser("qin").get("/suggest/earlier/?phone=13800000001").status_code == 405


def test_what_is_open_at_the_same_place_is_shown(browser: Browser, cast: Cast) -> None:
    lamp = cast.report("灯坏了。", place_words="西口大槐树下")
    cast.report("井盖松了。", place_words="东口")
    done = cast.moved_to("closed", cast.report("灯又坏了。", place_words="西口"))
    shown = (
        browser("qin").get("/suggest/nearby/", {"unit_pick": DONGFEN, "place_words": "西口"}).content.decode()
    )
    assert lamp.number in shown
    assert "井盖松了" not in shown
    assert done.number not in shown


def test_nothing_is_shown_of_places_that_are_not_ones_own(browser: Browser, cast: Cast) -> None:
    cast.report("别处的事。", at_unit=DAGAOSHE, by="zhou", place_words="西口")
    shown = (
        browser("qin")
        .get("/suggest/nearby/", {"unit_pick": DAGAOSHE, "place_words": "西口"})
        .content.decode()
    )
    assert shown.strip() == ""


def test_finding_a_unit_costs_little(browser: Browser, django_assert_max_num_queries: Any) -> None:
    client = browser("gao")
    with django_assert_max_num_queries(8):
        found = client.get("/suggest/units/", {"text_name": "unit", "unit": "村"}).content.decode()
    assert found.count("城关街道") == 20


def test_registering_costs_little(browser: Browser, django_assert_max_num_queries: Any) -> None:
    client = browser("gao")
    client.get(NEW)
    with django_assert_max_num_queries(15):
        client.get(NEW)


def test_what_is_written_beside_a_number_is_shown_with_it(browser: Browser) -> None:
    browser("qin").post(NEW, form(name="钱多多", phone="400-810-1234 女儿的单位"))
    case = Case.objects.get()

    page = f"/cases/{case.number}/people/{case.complainants.get().pk}/reveal/"
    shown = browser("qin").post(page, {"reason": "电话核实台阶位置"}).content.decode()

    assert '<a href="tel:4008101234">400-810-1234</a>' in shown
    assert "女儿的单位" in shown
