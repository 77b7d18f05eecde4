"""The page of a case: who gets it, which buttons stand on it, how the story is told."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from tests.cast import DAGAOSHE, HOUSING, URBAN, Cast
from tests.desk.conftest import Browser
from wolaiban.cases.actions.backfilling import Past
from wolaiban.cases.kind import KIND
from wolaiban.cases.models import Case
from wolaiban.people.actor import Actor
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Satisfaction
from wolaiban.workflow.performing import act_for_clock

EVERYBODY_ELSE = ["zhou", "meng", "tang", "dong", "he", "zhi", "guan", "li"]
HTMX = {"HX-Request": "true"}


def page(browser: Browser, who: str, case: Case) -> str:
    answer = browser(who).get(f"/cases/{case.number}/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("who", ["qin", "bai", "gao", "fang", "cheng", "shen", "lian", "jian", "wang"])
def test_those_concerned_see_it(browser: Browser, rail: Case, who: str) -> None:
    assert rail.title in page(browser, who, rail)


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_to_all_others_it_does_not_exist(browser: Browser, rail: Case, who: str) -> None:
    client = browser(who)
    for path in ("", "steps/accept/", "people/1/reveal/", "people/1/erase/", "attachments/1/"):
        assert client.get(f"/cases/{rail.number}/{path}").status_code == 404


def test_nobody_in_particular_sees_nothing(cast: Cast) -> None:
    anonymous = cast.report(reporters=())
    assert not Case.objects.visible_to(Actor(None, ())).filter(pk=anonymous.pk).exists()


def test_the_first_button_brings_the_matter_forward(browser: Browser, cast: Cast, rail: Case) -> None:
    primary = '<a class="btn main" href="/cases/{}/steps/{}/"'
    assert primary.format(rail.number, "accept") in page(browser, "qin", rail)
    cast.moved_to("resolved", rail)
    assert primary.format(rail.number, "answer") in page(browser, "qin", rail)
    cast.take("answer", rail, "qin")
    assert primary.format(rail.number, "confirm") in page(browser, "wang", rail)
    assert primary.format(rail.number, "confirm") not in page(browser, "qin", rail)
    assert "代记评价" in page(browser, "qin", rail)  # once she has said it


def test_whoever_handles_it_is_told_who_may_whistle(browser: Browser, cast: Cast, rail: Case) -> None:
    for step, by in (("accept", "qin"), ("raise", "qin"), ("take_up", "gao")):
        assert "吹哨由" not in page(browser, by, rail)
        cast.take(step, rail, by)
    assert "吹哨由方正（城关街道负责人）办。" in page(browser, "gao", rail)
    assert "吹哨由" not in page(browser, "fang", rail)
    assert "吹哨由" not in page(browser, "qin", rail)


def test_taking_a_matter_back_for_somebody_is_not_mistaken_for_an_undo(
    browser: Browser, cast: Cast, rail: Case
) -> None:
    assert "代记撤回" in page(browser, "qin", rail)
    form = browser("qin").get(f"/cases/{rail.number}/steps/withdraw/").content.decode()
    assert "自己按错了一步的，用事项最上面的“撤回重来”" in form


def test_the_answer_is_read_before_it_is_judged(browser: Browser, cast: Cast, rail: Case) -> None:
    cast.moved_to("answered", rail)
    shown = page(browser, "wang", rail)
    assert shown.index("给您的答复") < shown.index("扶手已装好，请您看看。") < shown.index("steps/confirm/")
    assert "给您的答复" not in page(browser, "qin", rail)


def test_nobody_content_is_pressed_to_reopen(browser: Browser, cast: Cast, rail: Case) -> None:
    cast.moved_to("closed", rail)
    shown = page(browser, "wang", rail)
    assert f"/cases/{rail.number}/steps/reopen/" in shown
    assert '<a class="btn main" href="/cases/FS' not in shown


def test_a_step_that_must_wait_says_for_what(browser: Browser, cast: Cast, rail: Case) -> None:
    cast.moved_to("joint", rail)
    shown = page(browser, "fang", rail)
    assert "还有 2 个部门未出具意见" in shown
    assert f"/cases/{rail.number}/steps/resolve/" not in shown
    possible = [found.start() for found in re.finditer(f"/cases/{rail.number}/steps/", shown)]
    assert max(possible) < shown.index("现在还不能办结："), "what can be done stands first"
    assert shown.count("现在还不能办结：") == 1


def test_watchers_have_no_buttons(browser: Browser, rail: Case) -> None:
    assert "/steps/" not in page(browser, "jian", rail)


def test_the_story_is_told_newest_first_with_names_and_words(
    browser: Browser, cast: Cast, rail: Case
) -> None:
    cast.moved_to("raised", rail)
    shown = page(browser, "qin", rail)

    for words in ("登记了此件", "受理了此件", "代理上报到上一级", "转到 <strong>城关街道</strong>"):
        assert words in shown
    assert "请镇街协调产权单位。" in shown
    assert "东坟村工作室负责人" in shown
    assert shown.index("代理上报到上一级") < shown.index("受理了此件") < shown.index("登记了此件")


def test_the_clock_is_told_as_the_clock(browser: Browser, cast: Cast, rail: Case) -> None:
    assert act_for_clock(KIND, rail.pk, rail.deadline)
    shown = page(browser, "qin", rail)
    assert "<strong>系统</strong>" in shown
    assert "到期未办，自动上报到上一级" in shown


def test_the_deadline_is_explained(browser: Browser, rail: Case) -> None:
    shown = page(browser, "qin", rail)
    assert "还剩 23 小时" in shown
    assert "“待受理”这一环节，小事的时限是 1 天" in shown
    assert "系统会自动上报到上一级" in shown


def test_a_stopped_clock_is_explained(browser: Browser, cast: Cast, rail: Case) -> None:
    cast.moved_to("working", rail)
    cast.take("ask", rail, "qin")
    shown = page(browser, "qin", rail)
    assert "暂停到" in shown
    assert "等待当事人补充材料" in shown


def test_the_clocks_of_the_law_stand_beside_the_promise(browser: Browser, cast: Cast, rail: Case) -> None:
    cast.moved_to("working", rail)
    assert "法定期限" not in page(browser, "qin", rail)
    cast.take("raise", rail, "qin", as_petition=True)
    shown = page(browser, "qin", rail)
    assert "法定期限" in shown
    assert "第二十二、二十三条，15 日" in shown


def test_the_whistle_shows_each_department(browser: Browser, cast: Cast, rail: Case) -> None:
    cast.moved_to("joint", rail)
    cast.take("report_in", rail, "he")
    cast.take("contribute", rail, "he")
    cast.take("object", rail, "ma")
    shown = page(browser, "fang", rail)
    for words in (URBAN, HOUSING, "牵头", "协办", "值班室", "已清理并加装防护。", "提出职责异议"):
        assert words in shown


def test_to_htmx_the_case_alone_is_given(browser: Browser, rail: Case) -> None:
    answer = browser("qin").get(f"/cases/{rail.number}/", headers=HTMX)
    assert answer.content.decode().lstrip().startswith('<article id="case"')


# ---- What is not told to residents and volunteers


def test_a_resident_reads_that_it_happened_but_not_internal_words(
    browser: Browser, cast: Cast, rail: Case
) -> None:
    cast.moved_to("joint", rail)
    cast.take("object", rail, "ma")
    cast.take("uphold_summons", rail, "shen", summons=rail.summonses.get(state="objected"))
    cast.take("note", rail, "fang", text="产权单位很难说话。")
    cast.take("extend", rail, "fang", reason="人手不够。")
    told = page(browser, "wang", rail)

    for happened in ("提出职责异议", "维持吹哨", "作了记录", "申请延期", "几个部门正在一起办理"):
        assert happened in told
    internal = (
        "不属我部门职责",
        "三定方案",
        "职责清单载明",
        "产权单位很难说话",
        "人手不够",
        "入户两次",
        "请镇街协调",
    )
    assert [words for words in internal if words in told] == []
    inside = page(browser, "fang", rail)
    assert [words for words in internal if words not in inside] == []


def test_a_resident_reads_their_own_words_and_the_answer(browser: Browser, cast: Cast, rail: Case) -> None:
    cast.moved_to("answered", rail)
    told = page(browser, "wang", rail)
    assert "没有扶手，老人上下不便" in told
    assert "扶手已装好，请您看看。" in told
    assert "您" in told


def test_an_answer_is_told_to_the_one_it_was_given_to(browser: Browser, cast: Cast) -> None:
    joint = cast.report(reporters=["wang", "li"])
    cast.moved_to("resolved", joint)
    to_wang = joint.complainants.get(resident=cast.resident("wang"))
    cast.take("answer", joint, "qin", message="王大姐，修好了。", complainants=[to_wang])

    assert "王大姐，修好了。" in page(browser, "wang", joint)
    assert "王大姐，修好了。" not in page(browser, "li", joint)


def test_residents_are_never_named_to_each_other_nor_in_full_to_officers(
    browser: Browser, cast: Cast
) -> None:
    joint = cast.report(reporters=["wang", "li"])
    cast.moved_to("answered", joint)
    cast.take("confirm", joint, "wang", words="谢谢你们。")

    to_li = page(browser, "li", joint)
    assert "另一位反映人" in to_li
    for canary in ("王秀英", "王*英", "****0001", "谢谢你们"):
        assert canary not in to_li
    inside = page(browser, "qin", joint)
    assert "反映人 王*英" in inside
    assert "谢谢你们。" in inside
    assert "王秀英" not in inside
    assert "13800000001" not in inside


def test_a_volunteer_sees_what_she_reported_without_identities(browser: Browser, cast: Cast) -> None:
    seen = cast.report("路灯坏了。", by="zhi", reporters=["wang"])
    cast.moved_to("working", seen)
    told = page(browser, "zhi", seen)
    assert "路灯坏了。" in told
    for canary in ("王*英", "王秀英", "****0001", "/people/"):
        assert canary not in told


def test_an_officer_who_complains_sees_their_own_matter_as_a_resident(browser: Browser, cast: Cast) -> None:
    own = cast.report(reporters=["li"])
    resident = cast.resident("li")
    resident.account = cast.user("gao")
    resident.save()
    cast.moved_to("working", own)
    cast.take("note", own, "qin", text="此人是街道干部。")

    assert "此人是街道干部" not in page(browser, "gao", own)


def test_words_that_were_erased_are_told_as_erased(browser: Browser, cast: Cast, rail: Case) -> None:
    from django.utils.timezone import now

    rail.statements.update(words=None, salt=None, erased_at=now())
    assert "原话已应本人要求删除" in page(browser, "qin", rail)


def test_a_merged_case_leads_to_the_other(browser: Browser, cast: Cast, rail: Case) -> None:
    again = cast.report("还是那处。", at_unit=rail.unit.code, reporters=["li"])
    cast.take("merge", again, "qin", into=rail)
    assert f'href="/cases/{rail.number}/"' in page(browser, "qin", again)
    assert f'href="/cases/{again.number}/"' in page(browser, "qin", rail)
    assert rail.number in page(browser, "li", again)  # the number he knows leads to where he stands now
    assert "还是那处" not in page(browser, "wang", rail)


def test_an_accusation_is_not_shown_to_the_studio_that_took_it_down(browser: Browser, cast: Cast) -> None:
    secret = cast.report("反映村干部。", at_unit=DAGAOSHE, by="zhou", kind="accusation")
    assert browser("zhou").get(f"/cases/{secret.number}/").status_code == 404
    assert browser("shen").get(f"/cases/{secret.number}/").status_code == 200


def test_history_says_when_it_was_reported_and_closed_and_offers_no_clock(
    browser: Browser, cast: Cast
) -> None:
    day = datetime(2024, 5, 6, tzinfo=BEIJING)
    past = Past(day + timedelta(days=3), result="已疏通。", satisfaction=Satisfaction.SATISFIED)
    case = cast.report("门前积水。", reported_at=day, past=past)

    shown = page(browser, "qin", case)
    for words in (
        "补录的历史",
        "2024年5月6日</time>",
        "2024年5月9日</time>",
        "已疏通。",
        "评价：满意",
        "照原来的台账补录",
    ):
        assert words in shown
    assert "时限" not in shown
    mine = page(browser, "wang", case)
    assert "2024年5月9日" in mine
    assert "已疏通。" not in mine  # what officers wrote for officers


def test_when_it_was_reported_is_told_where_that_was_earlier(browser: Browser, cast: Cast) -> None:
    assert "<dt>反映</dt>" not in page(browser, "qin", cast.report())
    assert "<dt>反映</dt>" in page(
        browser, "qin", cast.report(reported_at=datetime(2024, 5, 6, 9, 30, tzinfo=BEIJING))
    )
