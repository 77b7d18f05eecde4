"""The same said once more from a fresh form: told of, taken on request, and told to nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now
from pytest_django import Settings

from tests.cast import DAGAOSHE, DONGFEN, Cast
from tests.portal.test_report import KEY, STEPS, form, words_of
from wolaiban.cases.models import Case

AGAIN = KEY + "-again"
SAID = "收到了一字不差的同样内容"


@pytest.fixture(autouse=True)
def _a_district(cast: Cast, settings: Settings, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


def send(client: Client | None = None, **given: Any) -> Any:
    return (client or Client()).post("/report/", form(**given))


def test_the_same_words_by_the_same_number_are_told_of_and_registered_only_on_request() -> None:
    send()

    told = send(key=AGAIN, phone="+86 139-0000-5678")

    assert told.status_code == 409
    assert "您已经反映过：今天" in words_of(told)
    assert SAID in words_of(told)
    assert 'href="/track/">查进展' in words_of(told)
    assert Case.objects.get().number not in words_of(told), "what she knows already, and not a word more"
    assert Case.objects.count() == 1
    assert send(key=AGAIN, again="yes").status_code == 200
    assert Case.objects.count() == 2


def test_a_script_is_told_too() -> None:
    send()
    told = Client().post("/report/", form(key=AGAIN), headers={"Accept": "application/json"})

    assert told.status_code == 409
    assert SAID in told.json()["already"]


@pytest.mark.parametrize(
    "other",
    [
        {"phone": "13900005679"},
        {"words": STEPS + "！"},
        {"unit": DAGAOSHE},
        {"place_words": "5 号楼"},
        {"anonymous": "on"},
        {"kind": "accusation"},
    ],
)
def test_whatever_differs_is_another_matter(other: dict[str, Any]) -> None:
    send()
    assert send(key=AGAIN, **other).status_code == 200


def test_a_day_later_it_is_another_matter() -> None:
    send()
    with time_machine.travel(now() + timedelta(hours=25)):
        assert send(key=AGAIN).status_code == 200


def test_of_an_accusation_only_the_browser_that_sent_it_is_told() -> None:
    """Else whoever guesses an accuser's number and words would learn of the accusation."""
    hers = Client()
    send(hers, kind="accusation")

    assert send(key=AGAIN + "1", kind="accusation").status_code == 200
    assert send(key=AGAIN + "2").status_code == 200
    told = send(hers, key=AGAIN + "3", kind="accusation")
    assert (told.status_code, SAID in words_of(told)) == (409, True)


def test_what_was_said_without_a_number_is_told_to_its_own_browser() -> None:
    hers = Client()
    send(hers, anonymous="on")

    assert send(key=AGAIN + "1", anonymous="on").status_code == 200
    assert send(hers, key=AGAIN + "2", anonymous="on").status_code == 409


def test_what_the_browser_keeps_tells_nothing_and_ends_with_it() -> None:
    hers = Client()
    answer = send(hers)

    kept = answer.cookies["wolaiban_said"]
    assert kept["httponly"]
    assert not kept["max-age"]
    assert not kept["expires"]
    hers.cookies["wolaiban_said"] = kept.value + "x"
    assert send(hers, key=AGAIN, phone="13900005679").status_code == 200


def test_the_counter_is_told_of_it_as_far_as_it_may_see(cast: Cast) -> None:
    send(phone="13900005678")
    officer, facts = (
        Client(),
        {"tier": "minor", "relation": "self", "people": "0", "kind": "help", "channel": "call"},
    )
    officer.force_login(cast.user("qin"))
    facts |= {"key": "at-the-counter", "words": STEPS, "unit_pick": DONGFEN, "phone": "13900005678"}

    told = officer.post("/cases/new/", facts)

    assert told.status_code == 409
    assert Case.objects.get().number in words_of(told)
    assert Case.objects.count() == 1
    assert officer.post("/cases/new/", facts | {"again": "yes"}).status_code == 302
    assert Case.objects.count() == 2


# ---- Signed in


@pytest.fixture
def wang(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.user("wang"))
    return client


def test_a_resident_who_has_signed_in_reports_for_herself(cast: Cast, wang: Client) -> None:
    drawn = words_of(wang.get("/report/"))
    assert "以您本人的名义反映" in drawn
    assert 'name="phone"' not in drawn
    assert "data-signed-in" in drawn

    sent = send(wang, phone=None)

    case = Case.objects.get()
    assert sent.status_code == 200
    assert case.complainants.get().resident == cast.resident("wang")
    assert case.title in words_of(wang.get("/mine/"))
    told = send(wang, key=AGAIN, phone=None)
    assert (told.status_code, 'href="/mine/">查进展' in words_of(told)) == (409, True)


def test_what_she_reports_anonymously_or_for_another_number_is_not_hers(cast: Cast, wang: Client) -> None:
    send(wang, phone=None, anonymous="on")
    send(wang, key=AGAIN, phone="13900001234", name="赵一")

    whose = {case.complainants.get().resident for case in Case.objects.all()}
    assert cast.resident("wang") not in whose
    assert len(whose) == 2


def test_from_the_residents_pages_leads_a_way_back_to_ones_own(cast: Cast, wang: Client) -> None:
    officer = Client()
    officer.force_login(cast.user("qin"))

    for page in ("/report/", "/track/", "/studios/", "/figures/"):
        assert 'href="/mine/">我的诉求</a>' in words_of(wang.get(page)), page
        assert "回到工作台</a>" in words_of(officer.get(page)), page
        assert "我的诉求" not in words_of(Client().get(page)), page
    wang.cookies["wolaiban_elder"] = "yes"
    assert 'href="/mine/">我的诉求</a>' in words_of(wang.get("/report/"))


def test_her_matter_is_told_in_one_way_however_she_opens_it(cast: Cast, wang: Client) -> None:
    case = cast.moved_to("answered", cast.report())
    assert f'href="/track/own/{case.number}/"' in words_of(wang.get("/mine/"))

    page = words_of(wang.get(f"/track/own/{case.number}/", follow=True))

    assert "答复" in page
    assert "解决了没有？" in page
    assert "回到我的诉求" in page
    assert "结束查看" not in page
    assert wang.get("/track/case/steps/confirm/").status_code == 200
    wang.logout()
    assert wang.get("/track/case/").status_code == 302, (
        "what was opened as one's own is closed with the account"
    )


def test_nobody_elses_matter_is_opened_so(cast: Cast, wang: Client) -> None:
    other = cast.report("别人的事。", reporters=("li",))
    assert wang.get(f"/track/own/{other.number}/").status_code == 404
    assert Client().get(f"/track/own/{other.number}/").status_code == 302
    assert wang.get("/track/case/").status_code == 302
