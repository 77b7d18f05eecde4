"""The workbench as a page: calm when there is nothing, exact and at the same cost when there is much."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now
from pytest_django import DjangoAssertNumQueries

from tests.cast import CHENGGUAN, DAGAOSHE, DISTRICT, DONGFEN, Cast
from tests.desk.conftest import Browser
from wolaiban.cases.models import Case
from wolaiban.cases.queries.board import pressing_under


def test_an_empty_inbox_is_calm(browser: Browser) -> None:
    for who in ("qin", "fang", "he", "shen", "cheng", "jian"):
        page = browser(who).get("/inbox/").content.decode()
        assert "现在没有要您办的事。" in page
        assert "今天没有等您办的" in page
        assert "到期" not in page.split("<main")[1].split("empty")[0]


def test_the_front_door_leads_to_the_inbox_and_outsiders_to_their_own(browser: Browser) -> None:
    assert browser("qin").get("/").headers["Location"] == "/inbox/"
    for who in ("wang", "zhi"):
        assert browser(who).get("/inbox/").headers["Location"] == "/mine/"


def test_a_line_says_what_where_and_until_when(cast: Cast, browser: Browser) -> None:
    case = cast.moved_to("raised", cast.report("台阶没有扶手。"))
    page = browser("gao").get("/inbox/").content.decode()

    assert "待承接" in page
    assert "东坟村报上来" in page
    assert f'href="/cases/{case.number}/"' in page
    assert "还剩" in page


def test_what_presses_comes_first_and_is_counted_in_one_line(cast: Cast, browser: Browser) -> None:
    late, calm = cast.report(at=now() - timedelta(days=3)), cast.report("灯坏了。")
    Case.objects.filter(pk=calm.pk).update(deadline=now() + timedelta(days=5))
    page = browser("qin").get("/inbox/").content.decode()

    assert "今天先办 1 件" in page
    first, rest = page.split('id="mine"')
    assert late.number in first
    assert calm.number not in first
    assert late.number not in rest
    assert calm.number in rest


def test_who_leads_is_told_of_the_whole_unit_as_its_board_tells_it(cast: Cast, browser: Browser) -> None:
    late, soon, calm = (cast.report(words) for words in ("扶手松了。", "灯坏了。", "漏水。"))
    for case, hours in ((late, -2), (soon, 3), (calm, 90)):
        Case.objects.filter(pk=case.pk).update(deadline=now() + timedelta(hours=hours))
    elsewhere = cast.report("外村的。", at_unit=DAGAOSHE, by="zhou")
    Case.objects.filter(pk=elsewhere.pk).update(deadline=now() - timedelta(hours=2))

    whole = browser("lian").get("/inbox/").content.decode()
    assert "已超期 2 件</a>，" in whole
    assert "一天内到期 1 件</a>" in whole
    assert f'href="/cases/?stage=open&amp;unit={DISTRICT}&amp;overdue=1"' in whole
    village = browser("qin").get("/inbox/").content.decode()
    assert "我手上的</h2>" in village
    assert f'href="/board/{DONGFEN}/"' in village
    assert "已超期 1 件</a>，" in village
    assert (
        f'href="/board/{CHENGGUAN}/"' in browser("gao").get("/inbox/").content.decode()
    )  # who coordinates it
    assert "打开看板" not in browser("bai").get("/inbox/").content.decode()  # an officer who leads nothing


def test_the_whole_unit_is_counted_no_further_than_a_list(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in ("扶手松了。", "灯坏了。", "漏水。"):
        Case.objects.filter(pk=cast.report(words).pk).update(deadline=now() - timedelta(hours=2))
    monkeypatch.setattr("wolaiban.cases.queries.board.COUNTED", 2)
    found = pressing_under(cast.actor("qin"))
    assert found is not None
    assert found.more


def test_numbers_are_exact_and_lead_to_their_cases(cast: Cast, browser: Browser) -> None:
    for n in range(23):
        cast.report(f"第 {n} 件。", reporters=())
    Case.objects.update(deadline=now() + timedelta(days=5))
    page = browser("qin").get("/inbox/").content.decode()

    assert page.count('class="matter"') == 20
    assert '<span class="soft">23 件</span>' in page
    assert "还有 3 件" in page
    assert 'href="/cases/?task=to_accept&amp;sort=due"' in page
    rest = browser("qin").get("/cases/?task=to_accept&sort=due").content.decode()
    assert rest.count('class="matter"') == 23
    assert "待办：待我单位受理" in rest


def test_more_that_presses_than_is_shown_is_told_by_its_headings(cast: Cast, browser: Browser) -> None:
    for n in range(22):
        cast.report(f"第 {n} 件。", reporters=(), at=now() - timedelta(days=3))
    page = browser("qin").get("/inbox/").content.decode()
    assert "今天先办 22 件" in page
    assert "还有 2 件" in page
    assert "待我单位受理 22 件" in page


def test_what_others_owe_and_what_was_finished_is_there(cast: Cast, browser: Browser) -> None:
    raised = cast.moved_to("raised", cast.report())
    done = cast.moved_to("resolved", cast.report("灯坏了。"))
    assert done.handler is not None
    page = browser("qin").get("/inbox/").content.decode()
    assert raised.number in page.split('id="owed"')[1]
    theirs = browser(done.handler.username).get("/inbox/").content.decode()
    assert done.number in theirs.split('id="finished"')[1]
    assert "resolved_since=" in theirs
    opened = browser(done.handler.username).get(f"/cases/?mine=1&resolved_since={localdate().isoformat()}")
    assert opened.content.decode().count('class="matter"') == 1


def test_an_administrator_gets_what_is_theirs(browser: Browser) -> None:
    client = browser("guan")
    page = client.get("/inbox/").content.decode()
    for address in ("/our-studios/", "/staff/", "/catalogue/", "/notices/texts/", "/notices/deliveries/"):
        assert f'class="card pad" href="{address}"' in page
    assert "处要处理" in page  # in tests no worker runs
    assert client.get("/cases/").status_code == 302
    assert client.get("/cases/export.xlsx").status_code == 404


def test_a_case_is_read_beside_the_list(cast: Cast, browser: Browser) -> None:
    case = cast.report("台阶没有扶手，老人上下不便。")
    beside = browser("qin").get(f"/cases/{case.number}/preview/").content.decode()
    assert "请贵部门解决" not in beside
    assert "老人上下不便" in beside
    assert f'href="/cases/{case.number}/steps/accept/"' in beside
    assert "<html" not in beside
    assert browser("zhou").get(f"/cases/{case.number}/preview/").status_code == 404


@pytest.mark.parametrize("size", [5, 100])
def test_the_inbox_costs_the_same_at_any_length(
    cast: Cast, browser: Browser, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    stages = ("reported", "working", "raised", "joint", "resolved", "disputed")
    for n in range(size // 5):
        cast.moved_to(stages[n % 6], cast.report(f"第 {n} 件。"))
    for n in range(size - size // 5):
        cast.report(f"又第 {n} 件。", reporters=())
    Case.objects.filter(stage="reported").update(flagged_at=now() + timedelta(days=1))
    for who in ("qin", "fang", "he", "lian", "cheng"):
        client = browser(who)
        with django_assert_max_num_queries(16):  # who waits at the door is one
            assert client.get("/inbox/").status_code == 200


def test_a_department_reads_beside_its_list_what_is_asked_of_it(cast: Cast, browser: Browser) -> None:
    joint = cast.moved_to("joint", cast.report("围挡占了人行道。"))
    beside = browser("he").get(f"/cases/{joint.number}/preview/").content.decode()
    assert "请贵部门解决" in beside
    assert "谁来清理、谁来管护？" in beside
    page = browser("he").get(f"/cases/{joint.number}/").content.decode()
    assert page.index("请贵部门解决") < page.index("下一步：报到") < page.index("反映的事情")
    assert "请贵部门解决" not in browser("fang").get(f"/cases/{joint.number}/").content.decode()
