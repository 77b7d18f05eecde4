"""Lists of cases under the ledger's filters, and the codes by which a program names units and kinds of matter."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from ninja import Query, Router
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, JsonValue

from wolaiban.api.entrance import ApiRequest, TokenAuth
from wolaiban.api.lines import line_of
from wolaiban.api.registering import matters
from wolaiban.api.shapes import READING, CaseLine, CaseList, CategoryFound, Me, Named, UnitFound, refusals
from wolaiban.cases.history.wording import held_words
from wolaiban.cases.queries.ledger import Filter, Progress, ledger_of
from wolaiban.cases.queries.mine import works_inside
from wolaiban.cases.queries.pagination import PAGE
from wolaiban.cases.queries.summons_filters import SummonsFilter
from wolaiban.cases.queries.tasks import BY_KEY
from wolaiban.cases.queries.terms import MOST, words_of
from wolaiban.catalogue.queries import current_edition, suggest
from wolaiban.people.models import Scope
from wolaiban.places.models import Unit, UnitKind
from wolaiban.process.answers import YEARS
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import Channel, Stage, Tier, Word
from wolaiban.web.numbers import LARGEST

OPEN_TO_ALL = {"q", "stage", "since", "until"}
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
BOOLEANS = {"true": True, "false": False}

lists = Router(tags=["查看"])


def a_day(value: Any) -> Any:
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise ValueError("须为日期，例如 2026-03-05。")
    return value


def of_our_time(day: date) -> date:
    if day.year not in YEARS:
        raise ValueError("的年份不对，请核对。")
    return day


def a_boolean(value: Any) -> Any:
    if value not in BOOLEANS:
        raise ValueError("须为 true 或 false。")
    return BOOLEANS[value]


def few_words(text: str) -> str:
    if len(words_of(text)) > MOST:
        raise ValueError(f"一次最多找 {MOST} 个词。")
    return text


Day = Annotated[date, BeforeValidator(a_day), AfterValidator(of_our_time)]
Flag = Annotated[bool, BeforeValidator(a_boolean)]
Words = Annotated[str, Field(max_length=100)]
Asked = Annotated[str, Field(max_length=100), AfterValidator(few_words)]
Cursor = Annotated[int, Field(ge=0, le=LARGEST)]


def one_of(label: str, *lists: type[Word] | dict[str, Any]) -> Any:
    """A value of one or more closed lists; the schema names them all."""
    values: list[JsonValue] = [str(value) for known in lists for value in known]
    return Field(None, title=label, json_schema_extra={"enum": values})


class Wanted(BaseModel):
    """The ledger's filter. Units mean their subtree unless `own`; without a filter, everything one may see."""

    q: Asked = Field("", title="件号、标题、地点、内容或村居")
    stage: str | None = one_of("环节", Progress, Stage)
    tier: str | None = one_of("层级", Tier)
    category: Words = Field("", title="事项类别")
    unit: Words = Field("", title="所在单位", description="单位代码")
    holder: Words = Field("", title="承办单位", description="单位代码")
    own: Flag = Field(False, title="只看本级")
    call: str | None = one_of("部门联动", SummonsFilter)
    channel: str | None = one_of("来源", Channel)
    since: Day | None = Field(None, title="登记日期，从")
    until: Day | None = Field(None, title="登记日期，到")
    overdue: Flag = Field(False, title="只看已超期")
    paused: Flag = Field(False, title="只看暂停中的")
    mine: Flag = Field(False, title="只看我经办的")
    task: str | None = one_of("待办", BY_KEY)
    older: Cursor | None = Field(None, title="翻页", description="上一次回答里的 older")
    newer: Cursor | None = Field(None, title="翻页", description="上一次回答里的 newer")
    size: Annotated[int, Field(ge=1, le=PAGE)] = Field(PAGE, title="每页件数")


@matters.get(
    "/cases",
    tags=["查看"],
    url_name="cases",
    operation_id="list",
    summary="事项列表",
    description="您能看到的事项，新登记的在前，按游标翻页。令牌须有“查看”权限。",
    response=CaseList,
    auth=TokenAuth(Scope.READ),
    openapi_extra=refusals(READING),
)
def list_cases(request: ApiRequest, wanted: Query[Wanted]) -> CaseList:
    inside = works_inside(request.actor)
    which = _filter(wanted, inside=inside)
    leaves = ledger_of(request.actor, which)
    page = leaves.page(older_than=wanted.older, newer_than=wanted.newer, size=wanted.size)
    lines: list[CaseLine] = [line_of(case, sorted_for_us=inside) for case in page.cases]
    return CaseList(cases=lines, older=page.older_than, newer=page.newer_than)


def _filter(wanted: Wanted, *, inside: bool) -> Filter:
    faults: dict[str, str] = {}
    given = wanted.model_dump(exclude={"older", "newer", "size"}, exclude_defaults=True)
    if not inside:  # whoever is not told the tier does not sort by it either
        faults = dict.fromkeys(given.keys() - OPEN_TO_ALL, "您的岗位不能按这一项筛选。")
    if wanted.since and wanted.until and wanted.since > wanted.until:
        faults["until"] = "结束日期早于开始日期。"
    words = {
        "stage": _word(wanted, "stage", faults, Progress, Stage),
        "tier": _word(wanted, "tier", faults, Tier),
        "call": _word(wanted, "call", faults, SummonsFilter),
        "channel": _word(wanted, "channel", faults, Channel),
        "unit": _unit(wanted, "unit", faults),
        "holder": _unit(wanted, "holder", faults),
    }
    if wanted.task is not None and wanted.task not in BY_KEY:
        faults["task"] = "“待办”没有这个选项。"
    if faults:
        raise BadAnswer(faults)
    plain = Filter(
        text=wanted.q, category=wanted.category, own=wanted.own, since=wanted.since, until=wanted.until,
        overdue=wanted.overdue, paused=wanted.paused, mine=wanted.mine, task=wanted.task or "",
    )  # fmt: skip
    return replace(plain, **words)


def _word(wanted: Wanted, name: str, faults: dict[str, str], *lists: type[Word]) -> Any:
    value = getattr(wanted, name)
    known = {word.value: word for words in lists for word in words}
    if value is not None and value not in known:
        faults[name] = f"“{Wanted.model_fields[name].title}”没有这个选项。"
    return known.get(value)


def _unit(wanted: Wanted, name: str, faults: dict[str, str]) -> Unit | None:
    code = getattr(wanted, name)
    found = Unit.objects.with_township().filter(code=code).first() if code else None
    if code and found is None:
        faults[name] = f"没有代码是“{code}”的单位。"
    return found


class Sought(BaseModel):
    q: Annotated[str, Field(min_length=1, max_length=100)] = Field(title="名称或代码")


@lists.get(
    "/units",
    url_name="units",
    operation_id="units",
    summary="查单位代码",
    description="按名称或代码找区、镇街、村居和部门，最多 20 个。任何令牌都可以用。",
    response=list[UnitFound],
    auth=TokenAuth(),
    openapi_extra=refusals(READING),
)
def find_units(request: ApiRequest, sought: Query[Sought]) -> list[UnitFound]:
    return [_unit_found(unit) for unit in Unit.objects.named(sought.q)]


def _unit_found(unit: Unit) -> UnitFound:
    kind = UnitKind(unit.kind)
    return UnitFound(
        code=unit.code, name=str(unit), full_name=unit.full_name, kind=Named(code=kind, name=kind.label)
    )


@lists.get(
    "/categories",
    url_name="categories",
    operation_id="categories",
    summary="查类别代码",
    description="按名称、代码或日常说法找现行目录里的事项类别，最多 20 个。任何令牌都可以用。",
    response=list[CategoryFound],
    auth=TokenAuth(),
    openapi_extra=refusals(READING),
)
def find_categories(request: ApiRequest, sought: Query[Sought]) -> list[CategoryFound]:
    found = suggest(sought.q, edition_id=current_edition().pk)
    return [
        CategoryFound(
            code=kind.code, name=kind.name, path=kind.path,
            tier=Named(code=kind.usual_tier, name=Tier(kind.usual_tier).label),
        )
        for kind in found
    ]  # fmt: skip


@lists.get(
    "/me",
    url_name="me",
    operation_id="me",
    summary="我是谁",
    description="这个令牌代表谁、在什么岗位上、能做什么、何时到期。任何令牌都可以用。",
    response=Me,
    auth=TokenAuth(),
    openapi_extra=refusals(READING),
)
def me(request: ApiRequest) -> Me:
    actor, token = request.actor, request.auth.token
    assert actor.user is not None
    return Me(
        username=actor.user.username,
        name=actor.user.name,
        posts=[held_words(actor, post) for post in actor.posts],
        token=token.name,
        scopes=list(token.scopes),
        expires_at=token.expires_at,
    )
