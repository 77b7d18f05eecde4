"""What is kept close: a sensitive matter is for those who handle and lead, what is said of the district's office is not for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from tests.cast import CHENGGUAN, CIVIL, DONGFEN, POSTS, RESIDENTS, URBAN, Cast, unit
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.confiding import is_kept_from
from wolaiban.cases.kind import KIND
from wolaiban.cases.models import Case
from wolaiban.cases.queries.board import View, cases_block
from wolaiban.cases.queries.inbox import inbox_of
from wolaiban.cases.queries.ledger import Filter, ledger_of
from wolaiban.cases.roles import standing
from wolaiban.cases.visible import visible_one
from wolaiban.notices import composing as writing
from wolaiban.notices.models import Message
from wolaiban.people.actor import ANYBODY
from wolaiban.people.models import Post, User
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import AccusedOffice, Function, RequestKind, Role
from wolaiban.workflow.performing import act_for_clock
from wolaiban.workflow.timing import due

WORDS, PLACE = "邻居家的孩子夜里常哭，像是在挨打，身上有伤。", "5号楼3单元"
OFFICE, DIRECTOR = AccusedOffice.OFFICE, AccusedOffice.DIRECTOR


@pytest.fixture
def daughter(cast: Cast) -> Case:
    """Reported without an account; nobody handles it yet."""
    report = Report(
        unit(DONGFEN), WORDS, [Reporter("端木青", "13955550002")], place_words=PLACE, sensitive=True
    )
    return register(report, by=ANYBODY)


def seen_by(cast: Cast, case: Case) -> set[str]:
    """By list, by number, by search, board and inbox alike."""
    seen = set()
    for who in (*POSTS, *RESIDENTS):
        actor = cast.actor(who)
        one = visible_one(actor, case.number) is not None
        assert one == Case.objects.visible_to(actor).filter(pk=case.pk).exists(), who
        found = ledger_of(actor, Filter(text=case.title[:6])).page().cases
        assert one == (case in found), who
        lines = [line.case for group in inbox_of(actor).groups for line in group.lines]
        assert one or case not in lines, who
        seen |= {who} if one else set()
    return seen


def told_of(case: Case) -> set[str]:
    for event in case.events.all():
        writing.tell(event.pk)
    rows = Message.objects.filter(case=case).select_related("user")
    assert not rows.exclude(unit=None).exists()
    return {row.user.username for row in rows if row.user}


# ---- What is sensitive


def test_it_is_seen_by_those_who_lead_and_above(cast: Cast, daughter: Case) -> None:
    assert seen_by(cast, daughter) == {"qin", "fang", "cheng", "shen", "lian", "jian"}
    assert told_of(daughter) == {"qin"}


def test_whoever_is_given_it_sees_it(cast: Cast, daughter: Case) -> None:
    cast.take("accept", daughter, "qin", handler=cast.user("bai"))
    assert "bai" in seen_by(cast, daughter)
    assert "bai" in told_of(daughter)


def test_whoever_took_it_down_sees_it(cast: Cast) -> None:
    report = Report(unit(DONGFEN), WORDS, [Reporter()], sensitive=True)
    for who in ("bai", "zhi"):
        case = register(report, by=cast.actor(who))
        assert who in seen_by(cast, case)
    assert "gao" not in seen_by(cast, case)


def test_a_department_that_is_called_sees_it(cast: Cast, daughter: Case) -> None:
    cast.moved_to("joint", daughter)
    assert {"he", "ma"} <= seen_by(cast, daughter)
    assert not {"gao", "bai", "ning"} & seen_by(cast, daughter)


def test_where_nobody_leads_somebody_above_is_told(cast: Cast) -> None:
    Post.objects.filter(user=cast.user("qin")).update(ends=now().date() - timedelta(days=1))
    case = register(Report(unit(DONGFEN), WORDS, [Reporter()], sensitive=True), by=ANYBODY)
    assert told_of(case) == {"fang"}


@pytest.mark.parametrize("stage", ["reported", "working", "raised", "joint", "resolved"])
def test_posts_and_lists_say_the_same(cast: Cast, daughter: Case, stage: str) -> None:
    """`is_kept_from` of each post, and what the query finds: nobody has a role in what they do not see."""
    cast.moved_to(stage, daughter)
    plain = Case.objects.get(pk=daughter.pk)
    plain.sensitive = False
    for who in POSTS:
        actor, circle = cast.actor(who), cast.circle(daughter)
        seen = Case.objects.visible_to(actor).filter(pk=daughter.pk).exists()
        if standing(actor, circle):
            assert seen, who
        kept = all(is_kept_from(post, circle.case) for post in actor.posts)
        assert not (seen and kept), who


def test_it_is_named_neutrally_wherever_it_is_listed(cast: Cast, daughter: Case) -> None:
    client = Client()
    client.force_login(cast.user("qin"))
    pages = ["/cases/", "/inbox/", f"/suggest/nearby/?unit_pick={DONGFEN}&place_words="]
    for page in pages:
        shown = client.get(page).content.decode()
        assert "敏感事项" in shown
        assert not [word for word in (daughter.title, PLACE) if word in shown]
    page = client.get(f"/cases/{daughter.number}/").content.decode()
    assert daughter.title in page
    assert f"<title>{daughter.title}" not in page


def test_the_board_counts_it_for_those_who_see_it(cast: Cast, daughter: Case) -> None:
    for who, number in {"qin": 1, "bai": 0}.items():
        rows = cases_block(cast.actor(who), unit(DONGFEN), View.PLACE).rows
        assert sum(row.cells[0].number for row in rows) == number
    for who, number in {"fang": 1, "gao": 0, "shen": 1}.items():
        block = cases_block(cast.actor(who), unit(CHENGGUAN), View.HOLDER)
        assert block.total is not None
        assert block.total.cells[0].number == number


@pytest.mark.parametrize(
    ("words", "said", "sensitive"),
    [
        ("丈夫喝酒后打老婆。", None, True),
        ("路灯不亮。", None, False),
        ("路灯不亮。", True, True),
        ("未成年人游戏厅太吵。", False, False),
    ],
)
def test_words_suggest_it_and_people_decide(
    cast: Cast, words: str, said: bool | None, sensitive: bool
) -> None:
    case = register(Report(unit(DONGFEN), words, [Reporter()], sensitive=said), by=cast.actor("qin"))
    assert case.sensitive is sensitive
    assert case.events.get().after["sensitive"] is sensitive


def test_it_can_be_marked_later_and_unmarked(cast: Cast) -> None:
    case = cast.moved_to("working", cast.report())
    assert "bai" in seen_by(cast, case)
    event = cast.take("mark_sensitive", case, "qin", sensitive=True)
    assert event.after["sensitive"] is True
    assert "bai" not in seen_by(cast, case)
    with pytest.raises(BadAnswer, match="现在就是"):
        cast.take("mark_sensitive", case, "qin", sensitive=True)
    cast.take("mark_sensitive", case, "qin", sensitive=False)
    assert "bai" in seen_by(cast, case)


def test_the_forms_ask(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.user("qin"))
    sent = {
        "key": "k", "words": "请上门看看老人。", "unit_pick": DONGFEN, "kind": "help", "channel": "walk_in",
        "tier": "minor", "relation": "self", "people": "0", "name": "钱多多", "sensitive": "on",
    }  # fmt: skip
    assert client.post("/cases/new/", sent).status_code == 302
    assert Case.objects.get().sensitive


# ---- What is said of the office


@pytest.fixture
def discipline(cast: Cast, settings: Settings) -> Iterator[Cast]:
    """The civil affairs bureau plays the department of discipline: ning, and shu who heads it."""
    settings.DISCIPLINE_DEPARTMENT = unit(CIVIL).code
    head = User.objects.create_user("shu", None, name="舒正", invented=True)
    Post.objects.create(
        user=head, unit=unit(CIVIL), function=Function.DEPARTMENT_HEAD, starts=date(2020, 1, 1)
    )
    yield cast
    cast.users.pop("shu", None)


def said_of(about: AccusedOffice, cast: Cast, by: str = "") -> Case:
    report = Report(
        unit(DONGFEN), "联席办的人收了钱。", [Reporter("端木青", "13955550002")], kind=RequestKind.ACCUSATION,
        about=about,
    )  # fmt: skip
    return register(report, by=cast.actor(by) if by else ANYBODY)


@pytest.mark.parametrize("about", [OFFICE, DIRECTOR], ids=str)
@pytest.mark.parametrize("by", ["", "shen", "lian"])
def test_it_is_heard_by_discipline_alone_and_of_the_office_by_its_director(
    discipline: Cast, about: AccusedOffice, by: str
) -> None:
    case = said_of(about, discipline, by)
    assert case.holder == unit(CIVIL)
    shu = {"shu"} if visible_one(discipline.actor("shu"), case.number) else set()
    director = {"lian"} if about is OFFICE else set()
    assert seen_by(discipline, case) | shu == {"ning", "shu"} | director
    assert told_of(case) <= {"ning", "shu"}
    assert "shu" in told_of(case)
    shown = sum(
        row.cells[0].number
        for row in cases_block(discipline.actor("shen"), unit("110111000000"), View.PLACE).rows
    )
    assert shown == 0


def test_discipline_handles_it_and_nobody_raises_it_to_the_accused(discipline: Cast) -> None:
    case = said_of(DIRECTOR, discipline)
    circle = discipline.circle(case)
    assert standing(discipline.actor("lian"), circle) == {}
    assert {Role.HANDLER, Role.AGENT} <= standing(discipline.actor("ning"), circle).keys()
    late = now() + timedelta(days=90)
    alarm = due(KIND, case, circle, late)
    assert alarm is not None
    assert alarm.step == "flag"
    act_for_clock(KIND, case.pk, late)
    assert told_of(case) <= {"ning", "shu"}


def test_a_dispute_is_reviewed_there_by_somebody_else(discipline: Cast) -> None:
    case = said_of(OFFICE, discipline)
    discipline.take("accept", case, "ning")
    circle = discipline.circle(case)
    assert Role.ABOVE in standing(discipline.actor("shu"), circle)
    assert Role.ABOVE not in standing(discipline.actor("ning"), circle)
    assert standing(discipline.actor("lian"), circle).keys() == {Role.SUPERVISOR}


@pytest.mark.parametrize("about", [OFFICE, DIRECTOR], ids=str)
def test_without_a_department_of_discipline_it_is_not_taken_in(cast: Cast, about: AccusedOffice) -> None:
    with pytest.raises(BadAnswer, match="12388"):
        said_of(about, cast)
    assert not Case.objects.exists()


def test_only_an_accusation_is_about_the_office(discipline: Cast) -> None:
    with pytest.raises(BadAnswer, match="检举控告"):
        register(
            Report(unit(DONGFEN), "电话没人接。", [Reporter()], about=OFFICE), by=discipline.actor("qin")
        )


def test_a_department_that_is_called_to_other_matters_does_not_hear_of_it(discipline: Cast) -> None:
    case = said_of(OFFICE, discipline)
    assert unit(URBAN).pk != case.holder_id
    assert visible_one(discipline.actor("he"), case.number) is None
