"""Messages in the browser: read, counted, tried before they are used, sent again when they failed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from tests.cast import Cast
from tests.desk.conftest import Browser
from wolaiban.cases.models import Case
from wolaiban.notices import composing as writing
from wolaiban.notices.actions.wording import reword
from wolaiban.notices.models import Delivery, Message, Preference, Wording
from wolaiban.notices.words import DeliveryState, Way
from wolaiban.people.models import User


@pytest.fixture
def rail(cast: Cast) -> Case:
    """Reported by 王秀英, written down by 秦怀信: 白玉兰 is told that it waits."""
    case = cast.report()
    writing.tell(case.events.get().pk)
    return case


@pytest.fixture
def failed(rail: Case) -> Delivery:
    message = Message.objects.get(complainant__isnull=False)
    return Delivery.objects.create(
        message=message,
        way=Way.SMS,
        gateway="sms",
        state=DeliveryState.FAILED,
        attempts=12,
        error="网关没有应答",
    )


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_is_new_is_counted_on_every_page_until_it_was_read(browser: Browser, rail: Case) -> None:
    bai = browser("bai")
    assert '1<span class="hidden"> 条未读' in page(bai, "/inbox/")
    message = Message.objects.get(user__username="bai")

    assert bai.get(f"/notices/{message.pk}/").headers["Location"] == f"/cases/{rail.number}/"

    assert "条未读" not in page(bai, "/inbox/")
    assert f"{rail.number} 新登记" in page(bai, "/notices/")


def test_what_was_just_told_calls_matters_by_their_titles(browser: Browser, rail: Case) -> None:
    told = page(browser("bai"), "/inbox/").split('id="told_heading"')[1]
    assert f"“{rail.heading}”新登记" in told
    assert rail.number not in told
    rail.sensitive = True
    rail.save(update_fields=["sensitive"])
    assert f"{rail.number} 新登记" in page(browser("bai"), "/inbox/").split('id="told_heading"')[1]


def test_a_message_is_titled_only_where_its_case_may_be_seen(browser: Browser, rail: Case) -> None:
    assert rail.title in page(browser("bai"), "/notices/")
    Message.objects.filter(user__username="bai").update(user=User.objects.get(username="zhou"))
    elsewhere = page(browser("zhou"), "/notices/")
    assert rail.number in elsewhere
    assert rail.title not in elsewhere


def test_somebody_elses_message_does_not_exist(browser: Browser, rail: Case) -> None:
    message = Message.objects.get(user__username="bai")

    assert browser("qin").get(f"/notices/{message.pk}/").status_code == 404
    assert Message.objects.get(pk=message.pk).read_at is None


def test_all_is_read_that_was_on_the_page_and_nothing_newer(browser: Browser, cast: Cast, rail: Case) -> None:
    bai = browser("bai")
    shown = Message.objects.get(user__username="bai").pk
    later = cast.report("路灯不亮。")
    writing.tell(later.events.get().pk)

    bai.post("/notices/read/", {"newest": shown})

    unread = Message.objects.filter(user__username="bai", read_at=None)
    assert [message.case for message in unread] == [later]
    assert bai.post("/notices/read/", {"newest": "x"}).status_code == 302


def test_the_morning_list_is_for_those_who_lead_a_studio(browser: Browser, cast: Cast) -> None:
    late = cast.report("巷口的路灯三天没有亮。", at=now() - timedelta(days=3))

    assert late.title in page(browser("qin"), "/notices/morning/")

    for who in ("bai", "gao", "shen", "wang"):
        assert browser(who).get("/notices/morning/").status_code == 404


def test_preferences_are_ones_own(browser: Browser, cast: Cast) -> None:
    qin = browser("qin")
    assert page(qin, "/notices/preferences/").count("checked") == 2

    qin.post("/notices/preferences/", {"mail": "on", "digest": "on"})

    mine = Preference.objects.get()
    assert (mine.user, mine.sms, mine.mail, mine.digest) == (cast.user("qin"), False, True, True)


def test_a_case_shows_whom_it_told_what_and_what_failed(
    browser: Browser, rail: Case, failed: Delivery
) -> None:
    assert "有通知没有发出" in page(browser("qin"), f"/cases/{rail.number}/")
    told = page(browser("qin"), f"/cases/{rail.number}/notices/")
    assert "网关没有应答" in told
    assert "王*英" in told
    assert "王秀英" not in told
    for who in ("wang", "zhi", "zhou", "tang"):
        assert browser(who).get(f"/cases/{rail.number}/notices/").status_code == 404


def test_what_failed_is_sent_again_under_the_same_key(browser: Browser, rail: Case, failed: Delivery) -> None:
    path = f"/notices/deliveries/{failed.pk}/resend/"
    for who in ("zhou", "jian", "wang"):
        assert browser(who).post(path).status_code == 404

    assert browser("qin").post(path).status_code == 302

    again = Delivery.objects.get()
    assert (again.state, again.attempts, again.uuid) == (DeliveryState.WAITING, 0, failed.uuid)
    assert browser("qin").post(path).status_code == 409


def test_the_district_sees_all_deliveries(browser: Browser, failed: Delivery) -> None:
    shown = page(browser("shen"), "/notices/deliveries/?failed=1")
    assert "没有发出" in shown
    assert "王*英" in shown
    assert browser("fang").get("/notices/deliveries/").status_code == 404


def test_a_text_is_tried_on_a_real_case_before_it_is_used(browser: Browser, rail: Case) -> None:
    shen = browser("shen")
    words = "您好，{number}已由{unit}受理。"

    tried = shen.post("/notices/texts/accepted/", {"words": words, "try": "1"}).content.decode()
    assert f"您好，{rail.number}已由" in tried
    assert "按 1 条短信计费" in tried
    assert not Wording.objects.exists()

    shen.post("/notices/texts/accepted/", {"words": words, "save": "1"})
    assert Wording.objects.get().words == words
    assert "本区改过" in page(shen, "/notices/texts/")

    shen.post("/notices/texts/accepted/restore/")
    assert not Wording.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"words": "{name}您好"}, "不认识"),
        ({"words": "{number"}, "花括号"),
        ({"words": " "}, "请写上内容"),
        ({"words": "好", "number": "FS-1"}, "找不到这一件"),
    ],
)
def test_a_text_that_cannot_be_is_refused_in_words(
    browser: Browser, rail: Case, sent: dict[str, str], said: str
) -> None:
    answer = browser("shen").post("/notices/texts/accepted/", sent | {"try": "1"})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert answer.content.decode().count('aria-invalid="true"') == 1
    assert "<code>{number}</code> 件号" in answer.content.decode()


def test_texts_are_the_districts(browser: Browser, cast: Cast) -> None:
    reword("accepted", "新的内容", by=cast.actor("shen"))
    for who in ("qin", "fang", "wang", "jian"):
        for path in ("/notices/texts/", "/notices/texts/accepted/"):
            assert browser(who).get(path).status_code == 404
        assert browser(who).post("/notices/texts/accepted/restore/").status_code == 404
    assert browser("shen").get("/notices/texts/nothing/").status_code == 404
