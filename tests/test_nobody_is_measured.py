"""Nobody is measured by this product: it has no word for it, on no page, in no column, at no address, in no program's answer.

《政务移动互联网应用程序规范化管理办法》 (国办函〔2026〕12号): no forced check-in, no points, no ranking, no tracks, no counts of
time online. What people do all day is served here, not counted. The few places that name such a thing in order to promise
the contrary, or mean something else by the word, are named below, each with its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from wolaiban.api.description import document
from wolaiban.process.words import Word
from wolaiban.workflow.kinds import every_kind

ROOT = Path(__file__).resolve().parent.parent
MEASURES = re.compile(
    "签到|签退|打卡|考勤|迟到|早退|旷工|积分|排名|排行|名次|榜单|红榜|黑榜|星级|点赞|轨迹|定位|在线时长|学习时长|活跃度|出勤率"
)
# Of names in English: whole words of a name, as columns, addresses and properties are written.
MEASURING = re.compile(
    r"(?:^|_)(?:check_?ins?|check_?outs?|clock_?ins?|attendance|punch(?:ed)?|points?|credits?|scores?|rank(?:s|ed|ing)?"
    r"|leader_?board|stars?|likes?|streak|badges?|gps|tracks?|trail|latitude|longitude|geo(?:loc\w*)?"
    r"|online_(?:time|minutes|hours)|minutes_(?:read|spent|online))(?:_|$)"
)
# The sentences that say so, by the file in which they stand.
PROMISES = {
    "wolaiban/portal/templates/portal/reporting/privacy.html": {
        "不打分，不排名，不拿来推销",
        "照片和录音里的定位、设备信息会自动去除",
    },
    "wolaiban/portal/templates/portal/figures/figures.html": {"按行政区划代码排列，不是名次"},
    "docs/handbook/associates.md": {"没有名次，也没有星级"},
    "docs/handbook/duty.md": {"不打卡，不记迟到，不记在哪里"},
}
# Names that mean something else, and what.
OTHERWISE = {
    "portal:track": "a resident follows a matter of their own",
    "track": "its address",
}
READ = (".py", ".html", ".js", ".mjs", ".css", ".svg", ".json", ".md")


def files() -> Iterator[Path]:
    for folder in ("wolaiban", "docs/handbook", "docs/process"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in READ and "node_modules" not in path.parts:
                yield path


def measured_in(text: str, promised: set[str]) -> list[str]:
    for sentence in promised:
        assert sentence in text, f"“{sentence}” is promised no more: take it out of this list"
        text = text.replace(sentence, "")
    return MEASURES.findall(text)


def test_no_page_and_no_word_of_ours_speaks_of_it() -> None:
    found = {
        name: words
        for path in files()
        if (name := path.relative_to(ROOT).as_posix())
        and (words := measured_in(path.read_text(encoding="utf-8"), PROMISES.get(name, set())))
    }
    assert not found


def words_of_lists() -> Iterator[tuple[str, str]]:
    def below(one: type[Word]) -> Iterator[type[Word]]:
        for sub in one.__subclasses__():
            yield sub
            yield from below(sub)

    for one in below(Word):
        if one.__module__.startswith("wolaiban."):
            for word in one:
                yield f"{one.__module__}.{word.name}", f"{word.value} {word.label}"


def test_no_closed_list_holds_it() -> None:
    found = [
        name for name, text in words_of_lists() if MEASURES.search(text) or MEASURING.search(text.split()[0])
    ]
    assert not found


def test_no_column_can_hold_it() -> None:
    ours = [config for config in apps.get_app_configs() if config.name.startswith("wolaiban.")]
    fields = [
        field for config in ours for model in config.get_models() for field in model._meta.concrete_fields
    ]
    assert len(fields) > 300
    found = [
        str(field)
        for field in fields
        if MEASURING.search(field.name) or MEASURES.search(f"{field.verbose_name}{field.help_text}")
    ]
    assert not found


def test_no_step_asks_for_it() -> None:
    found = [
        f"{kind.name}.{step.name}"
        for kind in every_kind()
        for step in kind.process.steps
        for text in (step.label, step.story, *(asked.label for asked in kind.process.asked[step.name]))
        if MEASURES.search(text) or MEASURING.search(step.name)
    ]
    assert not found


def addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from addresses(each, f"{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern):
            yield f"{space}{each.name or ''}", str(each.pattern)


def test_no_address_leads_to_it() -> None:
    found = []
    for name, pattern in addresses(get_resolver()):
        words = re.split(r"[/:<>]", f"{name}/{pattern}")
        if name not in OTHERWISE and any(MEASURING.search(word) for word in words if word not in OTHERWISE):
            found.append((name, pattern))
    assert not [one for one in found if not one[0].startswith(("mfa_", "account_", "headless"))]


def test_no_program_is_told_of_it() -> None:
    published = document().decode()
    assert not MEASURES.findall(published)
    names = set(re.findall(r'"([a-z][a-z_]*)":', published))
    assert len(names) > 100
    assert not [name for name in names if MEASURING.search(name)]


@pytest.mark.parametrize(
    "text",
    [
        "每日签到",
        "本周积分",
        "片区排名",
        "巡查轨迹",
        "在线时长 3 小时",
        "值班打卡",
        "check_in",
        "rank",
        "user_score",
        "gps",
        "online_minutes",
    ],
)
def test_what_must_not_be_there_would_be_found(text: str) -> None:
    assert MEASURES.search(text) or MEASURING.search(text)


@pytest.mark.parametrize(
    "text", ["template", "appointments", "matter", "restart", "channel_online", "tracked", "pointed_to"]
)
def test_what_only_looks_like_it_would_not(text: str) -> None:
    assert not MEASURING.search(text)
