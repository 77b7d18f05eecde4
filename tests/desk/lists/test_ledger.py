"""The ledger: what it lists, how it is turned page by page, what it never shows."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date, datetime, timedelta

import pytest
from django.utils.timezone import localdate, now
from pytest_django import DjangoAssertNumQueries

from tests.cast import CHENGGUAN, DAGAOSHE, DONGFEN, HAIYI, URBAN, Cast, unit
from tests.desk.conftest import Browser
from wolaiban.cases.actions.backfilling import Past
from wolaiban.cases.models import Case
from wolaiban.cases.queries.ledger import Filter, Origin, Progress, Sorting, matching
from wolaiban.cases.queries.pagination import Leaves
from wolaiban.cases.queries.summons_filters import SummonsFilter
from wolaiban.desk.lists.forms import LedgerForm
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Channel, Disposition, Satisfaction, Stage, Tier

ALL_AT_ONCE = Filter(
    text="扶手", stage=Stage.JOINT, tier=Tier.HARD, category="土地 承包", own=True, call=SummonsFilter.LATE,
    channel=Channel.CALL, since=date(2026, 3, 1), until=date(2026, 3, 31), overdue=True, mine=True, task="mine",
    reported_since=date(2024, 5, 1), reported_until=date(2024, 5, 31), source=Origin.HISTORY,
    resolved_since=date(2026, 4, 1), disposition=Disposition.PARTLY, satisfaction=Satisfaction.UNSATISFIED,
    handler="白玉兰", soon=True, paused=True, urgent=True, supervised=True, sort=Sorting.DUE,
)  # fmt: skip


def numbers(cast: Cast, who: str, **wanted: object) -> set[str]:
    found = matching(cast.actor(who), Filter(**wanted))  # type: ignore[arg-type]
    return set(found.values_list("title", flat=True))


def many(cast: Cast, count: int) -> list[Case]:
    return [cast.report(f"第 {n} 件。", reporters=()) for n in range(count)]


def test_each_filter_narrows_to_its_own(cast: Cast) -> None:
    long_ago = now() - timedelta(days=30)
    cast.take("accept", cast.report("扶手松了", at=long_ago), "qin", at=long_ago, tier="major")
    cast.moved_to("joint", cast.report("灯坏了", channel=Channel.CALL))
    cast.moved_to("closed", cast.report("垃圾"))
    cast.report("漏水", at_unit=DAGAOSHE, by="zhou")

    def shown(**wanted: object) -> set[str]:
        return numbers(cast, "shen", **wanted)

    assert shown() == {"扶手松了", "灯坏了", "垃圾", "漏水"}
    assert shown(text="松了") == {"扶手松了"}
    assert shown(text=Case.objects.get(title="漏水").number[-4:]) == {"漏水"}
    assert shown(stage=Progress.OPEN) == {"扶手松了", "灯坏了", "漏水"}
    assert shown(stage=Progress.ENDED) == shown(stage=Stage.CLOSED) == {"垃圾"}
    assert shown(tier=Tier.MAJOR) == {"扶手松了"}
    assert shown(tier=Tier.HARD) == shown(channel=Channel.CALL) == {"灯坏了"}
    assert shown(category=cast.category().name) == {"扶手松了", "灯坏了", "垃圾"}
    assert shown(category="没有这一类") == set()
    assert shown(overdue=True) == {"扶手松了"}
    assert shown(until=(now() - timedelta(days=7)).date()) == {"扶手松了"}
    assert shown(since=(now() - timedelta(days=7)).date()) == {"灯坏了", "垃圾", "漏水"}
    assert numbers(cast, "qin", mine=True) == {"扶手松了", "垃圾"}
    assert numbers(cast, "fang", mine=True) == {"灯坏了"}


def test_what_became_of_it_who_had_it_and_what_marks_it_are_filters_too(cast: Cast) -> None:
    partly = cast.report("扶手松了", reporters=["wang", "li"])
    cast.take("accept", partly, "qin", handler=cast.user("bai"))
    cast.take("resolve", partly, "bai", disposition="partly")
    cast.take("answer", partly, "bai")
    cast.take("confirm", partly, "wang", satisfaction="basically")
    cast.moved_to("closed", cast.report("灯坏了"))
    watched = cast.moved_to("working", cast.report("垃圾", urgent=True))
    cast.take("supervise", watched, "shen")
    calm = cast.report("漏水", urgent=True)
    Case.objects.filter(pk=calm.pk).update(deadline=now() + timedelta(days=9))
    Case.objects.filter(pk=watched.pk).update(deadline=now() + timedelta(hours=2))

    def shown(**wanted: object) -> set[str]:
        return numbers(cast, "shen", **wanted)

    assert shown(disposition=Disposition.PARTLY) == {"扶手松了"}
    assert shown(disposition=Disposition.SOLVED) == {"灯坏了"}
    assert shown(satisfaction=Satisfaction.BASICALLY) == {"扶手松了"}
    assert shown(satisfaction=Satisfaction.SATISFIED) == {"灯坏了"}
    assert shown(satisfaction=Satisfaction.UNSATISFIED) == set()
    assert shown(handler="白玉兰") == shown(handler="白") == {"扶手松了"}
    assert shown(handler="玉兰") == set()
    assert shown(urgent=True) == {"垃圾", "漏水"}
    assert shown(supervised=True) == shown(urgent=True, supervised=True) == {"垃圾"}
    assert shown(supervised=True, soon=True) == {"垃圾"}
    assert shown(urgent=True, soon=True) == {"垃圾"}
    today = now().astimezone(BEIJING).date()
    assert shown(resolved_since=today) == {"扶手松了", "灯坏了"}
    assert shown(resolved_since=today + timedelta(days=1)) == set()


def test_each_filter_stands_on_the_page_and_is_set_from_there(cast: Cast, browser: Browser) -> None:
    untried = {field.name for field in fields(Filter) if getattr(ALL_AT_ONCE, field.name) == field.default}
    assert untried == {"unit", "holder"}  # which the test below sets by themselves
    cast.report("灯坏了", urgent=True)
    page = browser("qin").get("/cases/").content.decode()
    for name in (*ALL_AT_ONCE.params, "unit", "holder"):
        if name != "task":  # which comes from the inbox
            assert f'name="{name}"' in page, name
    found = browser("qin").get("/cases/?urgent=on&disposition=&satisfaction=&handler=", follow=True)
    assert found.redirect_chain == [("/cases/?urgent=1", 302)]
    assert "去掉条件：紧急" in found.content.decode()


def test_what_is_late_and_what_is_due_soon_are_asked_for_together(cast: Cast, browser: Browser) -> None:
    for words, hours in (("扶手松了", -2), ("灯坏了", 3), ("漏水", 90)):
        Case.objects.filter(pk=cast.report(words).pk).update(deadline=now() + timedelta(hours=hours))

    assert numbers(cast, "qin", overdue=True) == {"扶手松了"}
    assert numbers(cast, "qin", soon=True) == {"灯坏了"}
    assert numbers(cast, "qin", overdue=True, soon=True) == {"扶手松了", "灯坏了"}
    page = browser("qin").get("/cases/?overdue=1&soon=1").content.decode()
    assert "或一天内到期" in page
    assert page.count('class="matter"') == 2


def test_history_is_found_by_when_it_was_reported_and_can_be_left_out(cast: Cast) -> None:
    cast.report("灯坏了", reported_at=datetime(2024, 5, 7, tzinfo=BEIJING))
    cast.report(
        "积水",
        reported_at=datetime(2024, 5, 6, tzinfo=BEIJING),
        past=Past(datetime(2024, 5, 9, tzinfo=BEIJING)),
    )

    sixth, seventh = date(2024, 5, 6), date(2024, 5, 7)
    assert numbers(cast, "qin", reported_since=sixth, reported_until=sixth) == {"积水"}
    assert numbers(cast, "qin", reported_since=seventh) == {"灯坏了"}
    assert numbers(cast, "qin", source=Origin.HISTORY) == {"积水"}
    assert numbers(cast, "qin", source=Origin.HERE) == {"灯坏了"}
    assert numbers(cast, "qin", since=sixth, until=seventh) == set()  # that is when they were registered


def test_a_line_of_history_says_that_it_is_one(cast: Cast, browser: Browser) -> None:
    cast.report(
        "积水",
        reported_at=datetime(2024, 5, 6, tzinfo=BEIJING),
        past=Past(datetime(2024, 5, 9, tzinfo=BEIJING)),
    )

    shown = browser("qin").get("/cases/").content.decode()
    assert "补录的历史</span>" in shown
    assert "2024年5月6日</time> 反映" in shown


def test_a_unit_means_its_subtree_unless_it_is_to_be_itself_alone(cast: Cast) -> None:
    cast.report("村里的", reporters=())
    cast.report("街道的", at_unit=CHENGGUAN, by="gao", reporters=())
    cast.moved_to("raised", cast.report("报上去的"))

    assert numbers(cast, "shen", unit=unit(CHENGGUAN)) == {"村里的", "街道的", "报上去的"}
    assert numbers(cast, "shen", unit=unit(CHENGGUAN), own=True) == {"街道的"}
    assert numbers(cast, "shen", unit=unit(DONGFEN)) == {"村里的", "报上去的"}
    assert numbers(cast, "shen", holder=unit(DONGFEN)) == {"村里的"}
    assert numbers(cast, "shen", holder=unit(CHENGGUAN), own=True) == {"街道的", "报上去的"}
    assert numbers(cast, "shen", unit=unit("110111000000")) == {"村里的", "街道的", "报上去的"}
    assert numbers(cast, "shen", unit=unit("110111000000"), own=True) == set()


def test_a_department_means_the_cases_it_was_called_to(cast: Cast) -> None:
    cast.moved_to("joint", cast.report("鸽子粪"))
    answered = cast.moved_to("joint", cast.report("灯坏了"))
    cast.take("contribute", answered, "he")

    assert numbers(cast, "he") == numbers(cast, "shen", unit=unit(URBAN)) == {"鸽子粪", "灯坏了"}
    assert numbers(cast, "shen", unit=unit(URBAN), call=SummonsFilter.CALLED) == {"鸽子粪"}
    assert numbers(cast, "shen", call=SummonsFilter.OPEN) == {"鸽子粪", "灯坏了"}
    late = matching(
        cast.actor("shen"), Filter(call=SummonsFilter.LATE, unit=unit(URBAN)), at=now() + timedelta(days=2)
    )
    assert [case.title for case in late] == ["鸽子粪"]


def test_a_day_is_a_day_in_beijing(cast: Cast) -> None:
    cast.report("零点", at=datetime(2026, 3, 2, 0, 0, tzinfo=BEIJING))

    day = date(2026, 3, 2)
    assert numbers(cast, "qin", since=day, until=day) == {"零点"}
    assert numbers(cast, "qin", until=day - timedelta(days=1)) == set()


def test_pages_follow_each_other_and_nothing_new_shifts_them(cast: Cast) -> None:
    cases = many(cast, 7)
    found = matching(cast.actor("qin"), Filter())
    newest = [case.pk for case in reversed(cases)]

    first = Leaves(found).page(size=3)
    many(cast, 2)
    second = Leaves(found).page(older_than=first.older_than, size=3)
    third = Leaves(found).page(older_than=second.older_than, size=3)
    back = Leaves(found).page(newer_than=third.newer_than, size=3)

    assert [c.pk for page in (first, second, third) for c in page.cases] == newest
    assert first.newer_than is None
    assert third.older_than is None
    assert [c.pk for c in back.cases] == [c.pk for c in second.cases]


def test_going_back_to_the_top_fills_the_first_page(cast: Cast) -> None:
    cases = many(cast, 5)
    found = matching(cast.actor("qin"), Filter())

    top = Leaves(found).page(newer_than=cases[2].pk, size=3)
    assert [c.pk for c in top.cases] == [cases[4].pk, cases[3].pk, cases[2].pk]
    assert top.newer_than is None


def test_counting_stops_where_it_has_become_many(cast: Cast) -> None:
    many(cast, 4)
    found = matching(cast.actor("qin"), Filter())

    assert str(Leaves(found).count(most=4)) == "4 件"
    assert str(Leaves(found).count(most=3)) == "超过 3 件"


def test_what_a_filter_says_is_read_back_as_the_same_filter(cast: Cast) -> None:
    for wanted in (
        Filter(),
        ALL_AT_ONCE,
        Filter(unit=unit(DAGAOSHE), holder=unit(URBAN), stage=Progress.OPEN),
    ):
        form = LedgerForm(wanted.params)  # type: ignore[arg-type]
        assert form.is_valid(), form.errors
        assert form.wanted == wanted
        assert wanted.words.keys() <= wanted.params.keys()


def test_the_page_says_where_a_single_character_is_looked_for(browser: Browser, cast: Cast) -> None:
    cast.report("扶手松了")
    client, note = browser("qin"), "只在标题里找"
    assert note in client.get("/cases/?q=%").content.decode()
    assert note in client.get("/cases/?q=扶").content.decode()
    assert note not in client.get("/cases/?q=扶手").content.decode()
    assert note not in client.get("/cases/").content.decode()


def test_a_page_beyond_the_last_begins_anew(browser: Browser, cast: Cast) -> None:
    oldest = cast.report("扶手松了")
    answer = browser("qin").get(f"/cases/?q=扶手&older={oldest.pk}")
    assert answer.headers["Location"] == "/cases/?q=%E6%89%B6%E6%89%8B"
    assert browser("qin").get(f"/cases/?older={oldest.pk}").headers["Location"] == "/cases/"


def test_a_fault_opens_the_conditions_only_where_it_stands_there(browser: Browser, cast: Cast) -> None:
    client, opened = browser("qin"), '<details class="filter-more" open>'
    assert opened not in client.get("/cases/?unit=没有的村").content.decode()
    assert opened in client.get("/cases/?since=yesterday").content.decode()


def test_the_address_is_tidied_of_what_was_left_empty(browser: Browser) -> None:
    answer = browser("qin").get("/cases/?q=&stage=open&tier=&unit=窦店镇 大高舍村&overdue=on")

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/cases/?stage=open&unit={DAGAOSHE}&overdue=1"
    assert browser("qin").get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("unit=辛庄村", "不止一个"),
        ("unit=没有的村", "没有找到"),
        ("unit=999999999999", "没有找到"),
        ("since=2026-03-02&until=2026-03-01", "结束日期早于开始日期"),
        ("stage=lost", "筛选条件有误"),
        (f"q={'灯' * 101}", "最多 100 个字"),
        (f"category={'灯' * 101}", "最多 100 个字"),
        ("since=yesterday", "筛选条件有误"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_refused_in_words(browser: Browser, query: str, words: str) -> None:
    for page in ("/cases/", "/cases/export.xlsx"):
        answer = browser("qin").get(f"{page}?{query}")
        assert answer.status_code == 422
        assert words in answer.content.decode()


@pytest.mark.parametrize("mark", ["older=abc", "older=99999999999999999999999", "newer=-1", "older=0"])
def test_a_cursor_that_means_nothing_does_no_harm(cast: Cast, browser: Browser, mark: str) -> None:
    many(cast, 1)
    assert browser("qin").get(f"/cases/?{mark}", follow=True).status_code == 200


def test_filters_stand_as_chips_that_can_be_taken_off(cast: Cast, browser: Browser) -> None:
    many(cast, 1)
    page = browser("qin").get(f"/cases/?stage=open&tier=minor&unit={CHENGGUAN}&own=1").content.decode()

    assert f'href="/cases/?tier=minor&amp;unit={CHENGGUAN}&amp;own=1" aria-label="去掉条件：在办"' in page
    assert 'href="/cases/?stage=open&amp;tier=minor" aria-label="去掉条件：城关街道（仅本级）"' in page


def test_a_month_is_one_press_and_keeps_what_else_is_asked(cast: Cast, browser: Browser) -> None:
    first = localdate().replace(day=1)
    last = first - timedelta(days=1)
    cast.report("今天的。")
    cast.report("上月的。", at=datetime(last.year, last.month, last.day, 12, tzinfo=BEIJING))
    page = browser("qin").get("/cases/?stage=open").content.decode()
    this, before = re.findall(r'class="chip" href="([^"]+)">[本上]月登记的', page)
    assert this.replace("&amp;", "&") == f"/cases/?stage=open&since={first}"
    months = browser("qin").get(before.replace("&amp;", "&")).content.decode()
    assert "上月的" in months
    assert "今天的" not in months
    assert 'aria-current="true">上月登记的' in months


def test_pages_keep_the_filter(cast: Cast, browser: Browser) -> None:
    many(cast, 51)
    page = browser("qin").get("/cases/?stage=open").content.decode()

    assert page.count('class="matter"') == 50
    assert 'href="?stage=open&amp;older=' in page


def test_a_neighbours_cases_never_appear(cast: Cast, browser: Browser) -> None:
    secret = cast.report("大高舍的事", at_unit=DAGAOSHE, by="zhou")

    for query in ("", f"q={secret.number}", f"unit={DAGAOSHE}", "task=to_accept", "q=大高舍"):
        for who in ("qin", "gao", "he", "cheng"):
            page = browser(who).get(f"/cases/?{query}").content.decode()
            assert f"/cases/{secret.number}/" not in page
    assert f"/cases/{secret.number}/" in browser("ke").get("/cases/").content.decode()


def test_a_task_of_somebody_else_lists_nothing(cast: Cast) -> None:
    cast.report()
    assert numbers(cast, "qin", task="to_accept") != set()
    assert numbers(cast, "jian", task="to_accept") == numbers(cast, "jian", task="nonsense") == set()


def test_an_empty_ledger_says_so_calmly(cast: Cast, browser: Browser) -> None:
    assert "台账里还没有事项" in browser("lu").get("/cases/").content.decode()
    assert "没有符合条件的事项" in browser("lu").get("/cases/?tier=hard").content.decode()


def test_names_are_offered_while_typing(browser: Browser) -> None:
    client = browser("shen")
    page = client.get("/cases/").content.decode()
    (field,) = re.findall(r'<input [^>]*name="holder"[^>]*>', page)
    assert 'list="filter_holder_names"' in field
    assert 'hx-target="#filter_holder_names"' in field
    assert '<datalist id="filter_holder_names">' in page

    (address,) = re.findall(r'hx-get="(.*?)"', field)
    options = client.get(f"{address}?holder=大高舍").content.decode()
    assert '<option value="窦店镇 大高舍村">' in options


@pytest.mark.parametrize("size", [5, 100])
def test_the_ledger_costs_the_same_at_any_length(
    cast: Cast, browser: Browser, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for case in many(cast, size):
        Case.objects.filter(pk=case.pk).update(handler=cast.user("qin"), category=cast.category())
    for who, query in (("qin", "stage=open"), ("shen", f"unit={DONGFEN}&category=土地"), ("he", "")):
        client = browser(who)
        with django_assert_max_num_queries(13):
            assert client.get(f"/cases/?{query}").status_code == 200


def test_who_has_no_ledger_is_led_to_their_own_matters(browser: Browser) -> None:
    for who in ("wang", "zhi"):
        assert browser(who).get("/cases/").headers["Location"] == "/mine/"
        assert browser(who).get("/cases/export.xlsx").status_code == 404


def test_haiyi_sees_only_its_own(cast: Cast) -> None:
    cast.report("扶手")
    cast.report("鸽子", at_unit=HAIYI, by="meng")
    assert numbers(cast, "lu") == {"鸽子"}
