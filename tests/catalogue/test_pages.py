"""The catalogue's pages: everyone in office reads, the district drafts and publishes, strangers get 404."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from tests.editions import draft_from_current, publish, set_limit
from wolaiban.catalogue.models import Category, Edition, Limit
from wolaiban.catalogue.promises import LIMITED_STAGES
from wolaiban.catalogue.queries import current_edition, span_for
from wolaiban.desk.catalogue.showing import meaning_of
from wolaiban.places.models import Unit
from wolaiban.process.calendar import Span
from wolaiban.process.words import Measure, Stage, Tier


@pytest.fixture
def shen(client: Client, cast: Cast) -> Client:
    client.force_login(cast.user("shen"))
    return client


@pytest.fixture
def draft(cast: Cast) -> Edition:
    return draft_from_current(by=cast.actor("shen"))


def address(page: str) -> str:
    """Of a page by its name; of the form of a step by “draft_step” and its name."""
    name, _, step = page.partition(" ")
    return reverse(f"catalogue:{name}", args=[step] if step else [])


def text(client: Client, name: str, *args: object, status: int = 200, **query: str | int) -> str:
    response = client.get(reverse(f"catalogue:{name}", args=args), query)
    assert response.status_code == status
    return response.content.decode()


def post(client: Client, name: str, /, *args: object, query: str = "", **data: object) -> tuple[int, str]:
    """Where a post ends: status and page."""
    response = client.post(reverse(f"catalogue:{name}", args=args) + query, data, follow=True)
    return response.status_code, response.content.decode()


# ---- Who gets where

READING = ("current", "editions")
CHANGING = (
    "draft",
    *(f"draft_step {name}" for name in ("publish", "discard", "add", "set_limit", "report_in_by")),
)


@pytest.mark.parametrize(
    ("name", "reading", "changing"),
    [
        ("qin", 200, 403),
        ("gao", 200, 403),
        ("cheng", 200, 403),
        ("he", 200, 403),
        ("jian", 200, 403),
        ("shen", 200, 200),
        ("lian", 200, 200),
        ("guan", 200, 200),
        ("zhi", 404, 404),
        ("wang", 404, 404),
    ],
)
def test_who_gets_where(
    client: Client, cast: Cast, draft: Edition, name: str, reading: int, changing: int
) -> None:
    client.force_login(cast.user(name))

    got = {page: client.get(address(page)).status_code for page in (*READING, *CHANGING)}

    assert got == dict.fromkeys(READING, reading) | dict.fromkeys(CHANGING, changing)


def test_who_may_not_change_is_told_who_may(client: Client, cast: Cast, draft: Edition) -> None:
    client.force_login(cast.user("gao"))

    assert "请联系区联席办或系统管理员" in text(client, "draft", status=403)
    assert "起草新版" not in text(client, "current")
    assert client.post(reverse("catalogue:start")).status_code == 403


def test_a_draft_is_not_shown_as_an_edition(shen: Client, draft: Edition) -> None:
    text(shen, "edition", draft.pk, status=404)


# ---- Reading


def test_the_current_edition_shows_promises_and_kinds(shen: Client) -> None:
    page = text(shen, "current")

    assert "小区物业管理" in page
    assert "15 天" in page
    assert "1 个工作日" in page
    assert "紧急的 2 小时内报到" in page
    assert "违法生育" not in page  # out of use


def test_kinds_are_found_by_words(shen: Client) -> None:
    page = text(shen, "current", q="土地 承包")

    assert "农村农业 / 土地承包经营 / 土地承包" in page
    assert "婚姻" not in page
    assert "没有找到" in text(shen, "current", q="火星")


def test_a_replaced_edition_stays_readable(shen: Client, cast: Cast, draft: Edition) -> None:
    first = current_edition()
    publish(label="第二版", by=cast.actor("shen"))

    assert "这一版已被替换" in text(shen, "edition", first.pk)
    assert "第二版" in text(shen, "editions")


@pytest.mark.parametrize("page", [*READING, *CHANGING])
def test_a_page_costs_few_queries(
    shen: Client, draft: Edition, page: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(15):
        shen.get(address(page))


def test_every_rung_of_the_ladders_has_words() -> None:
    for stage in LIMITED_STAGES:
        assert meaning_of(stage)
    assert meaning_of(Stage.WORKING) == "从受理到办结。用去八成时催办，到时自动上报上一级。"


# ---- Changing, from draft to published


def test_a_district_officer_drafts_changes_and_publishes(shen: Client) -> None:
    owner = Unit.objects.get(short_name="区水务局")
    assert "已起草新版" in post(shen, "start")[1]
    limit = Limit.objects.get(edition__stage="draft", stage=Stage.WORKING, tier=Tier.MINOR)

    post(
        shen,
        "draft_step",
        "amend",
        category="F01",
        name="承包地",
        usual_tier="hard",
        owner=owner.code,
        active="on",
    )
    post(shen, "draft_step", "set_limit", stage=limit.stage, tier=limit.tier, amount="5", measure="days")
    summary = text(shen, "draft_step", "publish")
    status, page = post(shen, "draft_step", "publish", label="第二版", note="小事放宽")

    assert "承包地" in summary
    assert "3 天" in summary
    assert "5 天" in summary
    assert status == 200
    assert "已发布。" in page
    assert "第二版" in page
    assert span_for(current_edition().pk, None, Stage.WORKING, Tier.MINOR) == Span(5, Measure.DAYS)
    assert Category.objects.get(edition=current_edition(), code="F01").owner == owner


def test_a_kind_is_added_and_moved(shen: Client, draft: Edition) -> None:
    _, page = post(
        shen, "draft_step", "add", query="?under=F", under="F", name="加装电梯", usual_tier="major"
    )
    assert 'id="kind-F06"' in page
    assert "“本区高发事项 / 加装电梯”，代码 F06" in text(shen, "draft_step", "move", category="F06")

    post(shen, "draft_step", "move", query="?category=F06", category="F06", under="P0109")

    assert "城乡建设 / 住房保障与房地产 / 加装电梯" in text(shen, "draft", q="加装电梯")


def test_a_particular_limit_is_set_and_dropped(shen: Client, draft: Edition) -> None:
    _, page = post(
        shen, "draft_step", "set_limit", query="?category=P06", category="P06", stage="working", tier="", amount="9",
        measure="days",
    )  # fmt: skip
    assert "已规定时限" in page
    limit = draft.limits.exclude(category=None).get()

    assert f"limit={limit.pk}" in page

    _, page = post(shen, "draft_step", "drop_limit", limit=limit.pk)

    assert "已取消时限" in page
    assert not draft.limits.exclude(category=None).exists()


def test_reporting_in_is_changed(shen: Client, draft: Edition) -> None:
    assert (
        "12 小时内报到，紧急的 1 小时内报到"
        in post(shen, "draft_step", "report_in_by", hours="12", urgent_hours="1")[1]
    )


def test_a_draft_is_discarded_after_a_question(shen: Client, draft: Edition) -> None:
    assert "不能找回" in text(shen, "draft_step", "discard")

    assert "草稿已放弃" in post(shen, "draft_step", "discard")[1]
    assert "现在没有草稿" in text(shen, "draft", status=409)


def test_a_refused_change_shows_why_and_keeps_what_was_typed(shen: Client, draft: Edition) -> None:
    status, page = post(
        shen,
        "draft_step",
        "amend",
        category="F01",
        name="邻里纠纷",
        usual_tier="minor",
        owner="",
        active="on",
    )

    assert status == 422
    assert "同一级已有“邻里纠纷”" in page
    assert 'value="邻里纠纷"' in page


def test_a_draft_with_holes_says_so_before_and_at_publishing(shen: Client, draft: Edition) -> None:
    draft.limits.filter(stage=Stage.WORKING, tier=Tier.HARD).delete()

    assert "还有环节没有时限" in text(shen, "draft")
    status, page = post(shen, "draft_step", "publish", label="版")
    assert status == 409
    assert "办理中（难事）" in page


def test_particular_limits_are_shown_to_readers(shen: Client, cast: Cast, draft: Edition) -> None:
    land = Category.objects.get(edition=draft, code="P10")
    set_limit(
        stage=Stage.WORKING, tier=None, category=land, span=Span(9, Measure.DAYS), by=cast.actor("shen")
    )
    publish(label="第二版", by=cast.actor("shen"))

    page = text(shen, "current")

    assert "单独规定的事项" in page
    assert f"办理中：{land.path} 9 天" in page


@pytest.mark.parametrize(
    ("step", "preset"),
    [
        ("amend", {"category": "X99"}),
        ("move", {"category": "X99"}),
        ("drop_limit", {"limit": 0}),
        ("fly", {}),
    ],
)
def test_what_is_not_in_the_draft_is_not_found(
    shen: Client, draft: Edition, step: str, preset: dict[str, str | int]
) -> None:
    text(shen, "draft_step", step, status=404, **preset)


def test_who_changed_what_is_told(shen: Client, draft: Edition) -> None:
    post(shen, "draft_step", "report_in_by", hours="12", urgent_hours="1")
    page = text(shen, "draft")
    assert "沈立群 起草新版" in page or "起草新版" in page
    assert "部门报到时限" in page
