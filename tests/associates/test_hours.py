"""Hours: stated by one, confirmed by another, contested, corrected; and what a certificate says of them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from tests.associates.conftest import Counter
from tests.associates.test_enlisting import refusal
from tests.cast import YILINJUN, Cast
from wolaiban.associates.certificates import is_true
from wolaiban.associates.models import HoursCertificate, VolunteerHours
from wolaiban.associates.verifying import findings
from wolaiban.associates.words import time_words
from wolaiban.desk import associates as desk
from wolaiban.ledger.verifying import Verification
from wolaiban.process.errors import BadAnswer, NotNow, NotYours


def page(cast: Cast, who: str, path: str) -> str:
    client = Client()
    client.force_login(cast.user(who))
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def public(certificate: HoursCertificate) -> tuple[int, str]:
    answer = Client().get(f"/certificates/{certificate.serial}/")
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(
    ("stated_by", "not_by", "confirmed_by"),
    [("zhi", "zhi", "bai"), ("bai", "bai", "qin"), ("qin", "qin", "bai")],
)
def test_whoever_stated_hours_does_not_confirm_them(
    counter: Counter, cast: Cast, stated_by: str, not_by: str, confirmed_by: str
) -> None:
    """H-2."""
    zhi = counter.enlist_zhi()
    hours = counter.hours(zhi, stated_by)
    assert hours.state == "stated"
    with pytest.raises((NotNow, NotYours)):
        counter.take("confirm_hours", zhi, not_by, stated_hours=[hours])
    counter.take("confirm_hours", zhi, confirmed_by, stated_hours=[hours])
    hours.refresh_from_db()
    assert (hours.state, hours.confirmed_by) == ("confirmed", cast.user(confirmed_by))
    assert not list(Verification().findings())


def test_the_database_refuses_one_person_for_both(counter: Counter, cast: Cast) -> None:
    hours = counter.hours(counter.enlist(), "bai")
    with pytest.raises(IntegrityError), transaction.atomic():
        VolunteerHours.objects.filter(pk=hours.pk).update(state="confirmed", confirmed_by=cast.user("bai"))


@pytest.mark.parametrize(
    ("answers", "field", "says"),
    [
        ({"minutes": 13 * 60}, "minutes", "须在 1 到 720 之间"),
        ({"minutes": 50}, "minutes", "15 分钟一档"),
        ({"minutes": 4 * 60}, "minutes", "已经记了 9 小时"),
        ({"day": 1}, "day", "还没有到"),
        ({"day": -61}, "day", "60 天"),
        ({"work": "sleeping"}, "work", "没有这个选项"),
    ],
)
def test_hours_that_cannot_be_are_refused(
    counter: Counter, answers: dict[str, Any], field: str, says: str
) -> None:
    found = counter.enlist()
    counter.hours(found, "bai", 9 * 60)
    given = {"day": 0, "minutes": 60, "work": "visit", **answers}
    given["day"] = localdate() + timedelta(days=given["day"])
    assert says in refusal(lambda: counter.take("state_hours", found, "bai", **given))[field]
    assert VolunteerHours.objects.count() == 1


def test_sixty_days_ago_is_not_too_late_and_twelve_hours_not_too_much(counter: Counter) -> None:
    found = counter.enlist()
    counter.hours(found, "bai", 12 * 60, days_ago=60)
    assert time_words(VolunteerHours.objects.get().counted) == "12 小时"


def test_what_was_stated_wrongly_is_taken_back_by_whoever_stated_it(counter: Counter) -> None:
    found = counter.enlist()
    wrong = counter.hours(found, "bai", 12 * 60)
    with pytest.raises(NotNow):
        counter.take("take_back_hours", found, "qin", own_hours=wrong)
    counter.take("take_back_hours", found, "bai", own_hours=wrong)
    counter.hours(found, "bai", 12 * 60)
    assert list(VolunteerHours.objects.order_by("pk").values_list("state", flat=True)) == [
        "taken_back",
        "stated",
    ]


def test_what_is_corrected_keeps_what_it_was(counter: Counter, cast: Cast) -> None:
    zhi = counter.enlist_zhi()
    hours = counter.confirmed(zhi, 120)
    counter.take("contest_hours", zhi, "zhi", settled_hours=hours, why="那天是三个小时。")
    with pytest.raises(NotYours):
        counter.take("put_right", zhi, "bai", contested_hours=hours, new_minutes=180, why="核对过。")
    counter.take("put_right", zhi, "qin", contested_hours=hours, new_minutes=180, why="核对过。")
    hours.refresh_from_db()
    assert (hours.minutes, hours.corrected, hours.counted, hours.state) == (120, 180, 180, "corrected")
    shown = page(cast, "zhi", f"/associates/{zhi.pk}/")
    assert "已确认 <b>3 小时</b>" in shown
    assert "原来记的是 2 小时" in shown
    assert "那天是三个小时。" in shown
    counter.take("contest_hours", zhi, "zhi", settled_hours=hours, why="不是我。")
    counter.take("put_right", zhi, "qin", contested_hours=hours, why="是另一个人。")
    hours.refresh_from_db()
    assert (hours.minutes, hours.counted) == (120, 0)
    assert not list(Verification().findings())


def test_what_the_lead_stated_themselves_is_corrected_above(counter: Counter) -> None:
    found = counter.enlist()
    hours = counter.hours(found, "qin", 120)
    counter.take("confirm_hours", found, "bai", stated_hours=[hours])
    counter.take("contest_hours", found, "bai", settled_hours=hours, why="本人说没有那么多。")
    with pytest.raises(NotNow):
        counter.take("put_right", found, "qin", contested_hours=hours, new_minutes=60, why="核对过。")
    counter.take("put_right", found, "gao", contested_hours=hours, new_minutes=60, why="核对过。")
    hours.refresh_from_db()
    assert (hours.minutes, hours.counted) == (120, 60)
    assert not list(Verification().findings())


def test_a_certificate_is_the_sum_of_what_is_confirmed(counter: Counter) -> None:
    """H-3."""
    found = counter.enlist()
    first, _ = counter.confirmed(found, 120, days_ago=3), counter.confirmed(found, 45, days_ago=2)
    counter.confirmed(found, 60, days_ago=40)
    counter.hours(found, "bai", 300)
    given = counter.certificate(found)
    assert (given.minutes, given.time_words, given.amended) == (165, "2 小时 45 分", False)
    counter.take("contest_hours", found, "qin", settled_hours=first, why="本人说只有一小时。")
    assert counter.certificate(found).minutes == 45
    counter.take("put_right", found, "qin", contested_hours=first, new_minutes=60, why="核对过。")
    given.refresh_from_db()
    assert (given.minutes, given.amended) == (165, True)
    assert counter.certificate(found).minutes == 105
    assert not counter.certificate(found).amended


def test_nothing_is_proved_of_nothing(counter: Counter) -> None:
    found, today = counter.enlist(), localdate()
    counter.hours(found, "bai")
    for answers, field in (
        ({"from_day": today, "to_day": today}, "from_day"),
        ({"from_day": today, "to_day": today - timedelta(days=1)}, "to_day"),
        ({"from_day": today, "to_day": today + timedelta(days=1)}, "to_day"),
    ):
        with pytest.raises(BadAnswer) as refused:
            counter.take("prove", found, "qin", **answers)
        assert field in refused.value.fields


def test_anybody_checks_a_certificate_and_learns_nothing_else(counter: Counter, cast: Cast) -> None:
    """H-4."""
    zhi = counter.enlist_zhi()
    counter.confirmed(zhi, 90)
    given = counter.certificate(zhi, by="zhi")
    status, shown = public(given)
    assert status == 200
    assert "这份证明是真的" in shown
    assert "1 小时 30 分" in shown
    for word in ("志远", "志*", zhi.number, str(zhi.unit), "巡逻", "楼门长"):
        assert word not in shown, word
    paper = page(cast, "zhi", f"/associates/{zhi.pk}/certificates/{given.pk}/")
    assert given.serial in paper
    assert "志远" not in paper
    other = counter.enlist()
    client = Client()
    client.force_login(cast.user("qin"))
    assert client.get(f"/associates/{other.pk}/certificates/{given.pk}/").status_code == 404
    assert Client().get("/certificates/0123456789/").status_code == 404


def test_a_certificate_that_was_written_over_is_false(counter: Counter) -> None:
    found = counter.enlist()
    counter.confirmed(found, 90)
    given = counter.certificate(found)
    assert is_true(given)
    HoursCertificate.objects.filter(pk=given.pk).update(minutes=9000)
    assert public(given)[0] == 404
    assert {str(finding.fault) for finding in findings()} == {"certificate", "proved_more"}
    given.refresh_from_db()
    given.signed = given.signed.replace("minutes 90\n", "minutes 9000\n")
    assert not is_true(given)
    given.signed = "minutes 9000"
    assert not is_true(given)


def test_a_certificate_stays_true_when_its_holder_has_left(counter: Counter) -> None:
    found = counter.enlist()
    counter.confirmed(found, 90)
    given = counter.certificate(found)
    counter.take("leave", found, "qin", sure=True)
    assert public(given)[0] == 200
    assert VolunteerHours.objects.get().counted == 90


def test_hours_wait_for_whoever_may_confirm_them(counter: Counter, cast: Cast) -> None:
    found = counter.enlist()
    counter.hours(found, "bai")
    waiting = "高*芝的服务记录"
    assert waiting in page(cast, "qin", "/inbox/")
    assert waiting not in page(cast, "bai", "/inbox/")
    assert waiting not in page(cast, "gao", "/inbox/")
    counter.take("confirm_hours", found, "qin", stated_hours=[VolunteerHours.objects.get()])
    assert waiting not in page(cast, "qin", "/inbox/")


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 小时"), (45, "45 分"), (60, "1 小时"), (135, "2 小时 15 分")]
)
def test_time_is_told_in_hours(minutes: int, words: str) -> None:
    assert time_words(minutes) == words


def test_two_hours_from_stating_them_to_a_stranger(cast: Cast) -> None:
    """wen states two hours; neither wen nor another volunteer confirms them, an does; wen objects, yu corrects."""
    there = Counter(cast, YILINJUN)
    found = there.enlist(by="yu", name="闻静", phone="13800000779")
    there.take("change", found, "yu", kinds=["volunteer"], account=cast.user("wen"))
    hours = there.hours(found, "wen", 120)
    for who in ("wen", "zhi", "qin"):
        with pytest.raises((NotNow, NotYours)):
            there.take("confirm_hours", found, who, stated_hours=[hours])
    there.take("confirm_hours", found, "an", stated_hours=[hours])
    given = there.certificate(found, by="wen")
    assert "2 小时" in public(given)[1]
    there.take("contest_hours", found, "wen", settled_hours=hours, why="是三个小时。")
    there.take("put_right", found, "yu", contested_hours=hours, new_minutes=180, why="核对过。")
    status, shown = public(given)
    assert status == 200
    assert "有过更正" in shown
    assert "3 小时" in public(there.certificate(found, by="wen"))[1]
    assert not list(Verification().findings())


def test_what_was_never_confirmed_is_found(counter: Counter) -> None:
    found = counter.enlist()
    hours = counter.confirmed(found, 90)
    counter.certificate(found)
    assert not list(findings())
    VolunteerHours.objects.filter(pk=hours.pk).update(minutes=60)
    assert {str(finding.fault) for finding in findings()} == {"proved_more"}
    VolunteerHours.objects.filter(pk=hours.pk).update(minutes=90, confirmed_by=None)
    assert {str(finding.fault) for finding in findings()} == {"by_nobody"}


def test_all_hours_are_read_page_by_page(
    counter: Counter,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr(desk, "HOURS_SHOWN", 2)
    zhi = counter.enlist_zhi()
    for days_ago in (1, 3, 2, 2, 1):
        counter.hours(zhi, "bai", 60 + 15 * days_ago, days_ago)
    assert f"/associates/{zhi.pk}/hours/" in page(cast, "zhi", f"/associates/{zhi.pk}/")
    at, seen = f"/associates/{zhi.pk}/hours/", list[str]()
    while at:
        shown = page(cast, "zhi", at)
        seen += re.findall(r"巡逻值守 ([^<]+)</h3>", shown)
        more = re.search(r'rel="next" href="(\?after=\d+)"', shown)
        at = f"/associates/{zhi.pk}/hours/{more.group(1)}" if more else ""
    assert seen == ["1 小时 15 分"] * 2 + ["1 小时 30 分"] * 2 + ["1 小时 45 分"]
    client = Client()
    client.force_login(cast.user("qin"))
    with django_assert_max_num_queries(8):
        client.get(f"/associates/{zhi.pk}/hours/")
    client.force_login(cast.user("zhou"))
    assert client.get(f"/associates/{zhi.pk}/hours/").status_code == 404
