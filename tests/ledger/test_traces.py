"""What decides who may act, what was promised and whom the public calls: changed by hand, it is found."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now

from tests.cast import DONGFEN, Cast, unit
from tests.editions import draft_from_current, publish
from tests.ledger.forging import forge, verified
from wolaiban.cases.models import Case
from wolaiban.ledger import checkpoints
from wolaiban.ledger.checkpoints import Broken
from wolaiban.notices.actions.wording import restore, reword
from wolaiban.people.actions.accounts import rename, reset_password
from wolaiban.people.actions.posts import appoint, end_post
from wolaiban.people.actions.studios import describe_studio
from wolaiban.people.actions.tokens import make_token, revoke_token
from wolaiban.people.models import Post, Scope, Token, User
from wolaiban.process.words import Function
from wolaiban.residents.actions import reveal
from wolaiban.traces import chain
from wolaiban.traces.models import Trace


def found() -> list[tuple[str, str]]:
    return [(str(finding.fault), str(finding)) for finding in verified()]


def faults() -> set[str]:
    return {fault for fault, _ in found()}


def test_what_is_done_in_the_application_leaves_its_traces(cast: Cast, rail: Case) -> None:
    guan = cast.actor("guan")
    bai = cast.user("bai")
    post = appoint(bai, unit=unit(DONGFEN), function=Function.SECURITY, by=guan)
    end_post(post, by=guan)
    rename(bai, name="白玉蓝", by=guan)
    reset_password(bai, by=guan)
    token, _ = make_token(name="热线", scopes=[Scope.READ], days=9, by=cast.actor("qin"))
    revoke_token(token, by=cast.actor("qin"))
    studio = unit(DONGFEN).studio
    assert studio
    describe_studio(
        studio, phone="010-80000099", address="东坟村", hours="全天", notice="", by=cast.actor("qin")
    )
    draft_from_current(by=cast.actor("lian"))
    publish(label="新版", by=cast.actor("lian"))

    assert found() == []
    told = [trace.told for trace in Trace.objects.filter(kind="people.post", subject=post.pk)]
    assert [(trace["act"], trace["actor"]) for trace in told] == [
        ("appointed", cast.user("guan").pk),
        ("ended", cast.user("guan").pk),
    ]


def test_a_password_of_ones_own_and_a_renewed_hash_leave_traces(cast: Cast, rail: Case) -> None:
    bai = cast.user("bai")
    bai.set_password("a-password-for-tests-only")
    bai.save()
    assert faults() == {"trace_differs"}

    bai.password = bai.password.replace("pbkdf2_sha256$", "pbkdf2_sha256$", 1)
    bai._renew_hash("a-password-for-tests-only")
    assert found() == []


FORGERIES = {
    "a name": ("UPDATE people_user SET name = '别人' WHERE username = 'bai'", "trace_differs", "“姓名”"),
    "a password": ("UPDATE people_user SET password = 'x' WHERE username = 'bai'", "trace_differs", "“密码”"),
    "an account woken": ("UPDATE people_user SET is_active = false WHERE username = 'bai'", "trace_differs", "“在用”"),
    "a post dated back": ("UPDATE people_post SET starts = '2001-01-01' WHERE id = %(post)s", "trace_differs", "“任职日期”"),
    "a post ended": ("UPDATE people_post SET ends = '2021-01-01' WHERE id = %(post)s", "trace_differs", "“卸任日期”"),
    "a post of another kind": (
        "UPDATE people_post SET function = 'administrator' WHERE id = %(post)s", "trace_differs", "“岗位”",
    ),
    "a unit moved": (
        "UPDATE places_unit SET township_id = (SELECT id FROM places_unit WHERE code = '110111012000')"
        " WHERE code = '110111001202'", "trace_differs", "“所属镇街”",
    ),
    "a studio's phone": ("UPDATE places_studio SET phone = '010-1' WHERE code = '110111001202'", "trace_differs", "“电话”"),
    "a limit": ("UPDATE catalogue_limit SET amount = amount * 10 WHERE id = %(limit)s", "trace_differs", "“数量”"),
    "a limit taken away": ("DELETE FROM catalogue_limit WHERE id = %(limit)s", "traced_gone", "时限"),
    "an edition's report time": (
        "UPDATE catalogue_edition SET report_in_hours = 240 WHERE stage = 'published'", "trace_differs", "部门报到时限",
    ),
    "a log of changes": ("DELETE FROM people_change WHERE id = %(change)s", "traced_gone", "人员变动"),
    "a change told otherwise": ("UPDATE people_change SET by_id = NULL WHERE id = %(change)s", "trace_differs", "“经手人”"),
}  # fmt: skip


@pytest.fixture
def keys(cast: Cast, rail: Case) -> dict[str, int]:
    change = rename(cast.user("bai"), name="白玉蓝", by=cast.actor("guan"))
    limits = "SELECT min(id) FROM catalogue_limit"
    with connection.cursor() as cursor:
        cursor.execute(limits)
        (limit,) = cursor.fetchone()
    return {"post": Post.objects.get(user=cast.user("bai")).pk, "limit": limit, "change": change.pk}


@pytest.mark.parametrize("what", FORGERIES)
def test_a_row_changed_or_removed_by_hand(keys: dict[str, int], what: str) -> None:
    sql, fault, words = FORGERIES[what]
    forge(sql % keys)

    findings = found()
    [told] = [told for kind, told in findings if kind == fault]
    assert words in told
    # The chain of an edition tells of it as well.
    assert len(findings) == (2 if "catalogue_" in sql else 1)


def test_rows_slipped_in(cast: Cast, rail: Case) -> None:
    Post.objects.create(user=cast.user("zhi"), unit=unit(DONGFEN), function="studio_leader", starts=now())
    token = {"user": cast.user("qin"), "name": "x", "prefix": "x", "digest": b"x", "scope": "act"}
    Token.objects.create(**token, expires_at=now() + timedelta(days=9))
    User.objects.create_user("nobody", None, name="没有这个人")

    assert [fault for fault, _ in found()] == ["untraced"] * 3


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("DELETE FROM traces_trace WHERE seq = 7", "不见了"),
        ("UPDATE traces_trace SET body = body || ' ' WHERE seq = 7", "校验值不符"),
        ("UPDATE traces_trace SET subject = 0 WHERE seq = 7", "各栏与正文不符"),
        ("UPDATE traces_trace SET alg = 'none' WHERE seq = 7", "不认识的校验算法"),
        ("UPDATE traces_trace SET prev = '\\x00' WHERE seq = 7", "校验值不符"),
    ],
)
def test_a_trace_removed_or_changed(rail: Case, sql: str, why: str) -> None:
    forge(sql)

    assert any(fault == "trace_broken" and why in told for fault, told in found())


def test_a_look_removed_and_one_told_otherwise(cast: Cast, rail: Case) -> None:
    reveal(cast.resident("wang"), by=cast.actor("qin"), reason="电话核实漏水位置", case_number=rail.number)
    assert found() == []

    forge("UPDATE residents_look SET reason = '别的理由'")
    assert faults() == {"trace_differs"}

    forge("DELETE FROM residents_look")
    assert faults() == {"traced_gone"}


def test_a_wording_changed_put_in_or_taken_away(cast: Cast, rail: Case) -> None:
    """What is sent to residents: going back to the default is an act as well, and leaves nothing to be missed."""
    reword("receipt", "乡亲您好，{number}收到了。", by=cast.actor("shen"))
    reword("receipt", "{number}收到了。", by=cast.actor("shen"))
    assert found() == []

    forge("UPDATE notices_wording SET words = '打这个电话'")
    assert faults() == {"trace_differs"}
    forge("DELETE FROM notices_wording")
    assert faults() == {"traced_gone"}


def test_a_wording_given_up_is_missed_by_nobody_and_found_when_it_is_back(cast: Cast, rail: Case) -> None:
    reword("receipt", "{number}收到了。", by=cast.actor("shen"))
    forge("CREATE TABLE kept_aside AS SELECT * FROM notices_wording")
    restore("receipt", by=cast.actor("shen"))
    restore("receipt", by=cast.actor("shen"))
    assert found() == []
    assert [trace.told["act"] for trace in Trace.objects.filter(kind="notices.wording")] == [
        "reworded", "restored",
    ]  # fmt: skip

    forge("INSERT INTO notices_wording SELECT * FROM kept_aside")
    assert faults() == {"trace_differs"}


def rewritten_since(seq: int) -> None:
    """The end of the chain made anew, as somebody would who knows how."""
    prev = b""
    for trace in Trace.objects.order_by("seq"):
        if trace.seq < seq:
            prev = bytes(trace.hash)
            continue
        body = chain.canonical(trace.told | {"actor": 4711})
        link = chain.trace_hash(alg=trace.alg, seq=trace.seq, prev=prev, body=body)
        forge(
            "UPDATE traces_trace SET body = %s, prev = %s, hash = %s WHERE seq = %s",
            body,
            prev,
            link,
            trace.seq,
        )
        prev = link


def test_a_row_put_back_together_with_its_last_trace_is_found_by_the_checkpoint(
    cast: Cast, rail: Case
) -> None:
    before = Trace.objects.latest("seq").seq
    rename(cast.user("bai"), name="白玉蓝", by=cast.actor("guan"))
    checkpoints.make()
    forge("DELETE FROM traces_trace WHERE seq > %s", before)
    forge("UPDATE people_user SET name = '白玉兰' WHERE username = 'bai'")
    forge("DELETE FROM people_change WHERE user_id = %s", cast.user("bai").pk)

    assert faults() == {"rewound"}
    with pytest.raises(Broken, match="留痕"):
        checkpoints.make()


def test_a_chain_of_traces_made_anew_is_found_by_the_checkpoint(cast: Cast, rail: Case) -> None:
    checkpoints.make()
    rewritten_since(Trace.objects.latest("seq").seq - 3)

    assert faults() == {"rewritten"}


def test_all_traces_removed(cast: Cast, rail: Case) -> None:
    checkpoints.make()
    forge("DELETE FROM traces_trace")

    assert {"untraced", "case_vanished"} <= faults()


def test_traces_of_people_hold_no_names(cast: Cast, rail: Case) -> None:
    told = b"".join(bytes(trace.body) for trace in Trace.objects.filter(kind="people.user")).decode()

    for name in ("wang", "li", "王秀英", "李强"):
        assert f'"{name}"' not in told
