"""Identities at rest and in trouble: nowhere in plain text in the database, in no error page, in no log."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from tests.cast import PASSWORD
from tests.matrix.world import STRANGERS_CANARIES, WANGS_CANARIES, World, body_of, everything_in, undone
from wolaiban.cases.receipt_codes import grouped
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.process.words import Function
from wolaiban.residents import vault
from wolaiban.residents.models import Look

KEY = "k3y-that-nobody-guesses-0001"
ACCOUNTS = {"people_user"}  # wang's own account is called by her name


def tables_with(word: str) -> set[str]:
    """Every row of every table as text; what is binary stands there in hex."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            query = f'SELECT EXISTS (SELECT FROM "{table}" t WHERE t::text LIKE ANY (%s))'
            cursor.execute(query, [[f"%{word}%", f"%{word.encode().hex()}%"]])
            if cursor.fetchone() == (True,):
                found.add(table)
    return found


def test_the_database_holds_no_identity_in_plain_text(world: World) -> None:
    with undone():
        for who in ("qin", "he"):
            url = f"/cases/{world.case.number}/people/{world.complainants[0]}/reveal/"
            assert world.client(who).post(url, {"reason": "电话核实位置"}).status_code == 200
        assert (
            world.client("qin").post("/suggest/earlier/", {"phone": STRANGERS_CANARIES[1]}).status_code == 200
        )
        assert {word: tables_with(word) for word in STRANGERS_CANARIES} == {
            w: set() for w in STRANGERS_CANARIES
        }
        name, phone = WANGS_CANARIES
        assert tables_with(name) <= ACCOUNTS
        assert not tables_with(phone)


def test_the_search_finds_what_is_there(world: World) -> None:
    assert "cases_case" in tables_with(world.case.title)
    assert "people_user" in tables_with("王秀英")


def test_a_receipt_is_nowhere_but_on_its_paper(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Given at the counter and at home, shown, mistyped and used: its code stands in no table, no session and no log."""
    caplog.set_level(logging.DEBUG)
    sent = {"key": KEY, "words": "井盖松动。", "unit": "东坟村", "relation": "self", "kind": "help"}
    with undone():
        at_home = world.client("anonymous").post("/report/", {**sent, "phone": STRANGERS_CANARIES[1]})
        at_the_counter = world.client("qin").post(f"/cases/{world.sunk.number}/slips/")
        codes = [code_on(answer) for answer in (at_home, at_the_counter)]
        browser = world.client("anonymous")
        digits = STRANGERS_CANARIES[1][-4:]
        assert browser.post("/track/", {"code": codes[0], "digits": digits[::-1]}).status_code == 422
        assert browser.post("/track/", {"code": codes[0], "digits": digits}).status_code == 302
        opened = browser.get("/track/case/")
        assert opened.status_code == 200
        assert not tables_with(KEY)  # with it the receipt is shown once more
        for code in codes:
            for written in (code, grouped(code)):
                assert not tables_with(written)
                assert written not in everything_in(opened)
                assert written not in caplog.text


def code_on(slip: Any) -> str:
    return "".join(re.findall(r"<span>(\d{4})</span>", body_of(slip).decode())[:7])


def test_trouble_in_the_middle_of_a_page_tells_no_identity(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An error with the person at hand: the page says sorry, the log says where, neither says who."""

    def fails(resident: Any) -> str:
        raise RuntimeError(f"something about {resident!r}")

    monkeypatch.setattr(vault, "masked", fails)
    caplog.set_level(logging.DEBUG)
    answer = world.client("qin").get(f"/cases/{world.case.number}/")
    assert answer.status_code == 500
    assert "系统出了问题" in everything_in(answer)
    for word in STRANGERS_CANARIES:
        assert word not in everything_in(answer)
        assert word not in caplog.text


def test_a_form_that_is_refused_is_not_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    sent = {"name": STRANGERS_CANARIES[0], "phone": STRANGERS_CANARIES[1] + "9", "key": "k"}
    with undone():
        assert world.client("qin").post("/cases/new/", sent).status_code == 422
    assert not [word for word in STRANGERS_CANARIES if word in caplog.text]


# ---- What somebody inside could try


def test_a_number_is_tried_out_only_by_those_who_are_told_numbers(world: World) -> None:
    def known_to(who: str) -> Any:
        return world.client(who).post("/suggest/earlier/", {"phone": STRANGERS_CANARIES[1]})

    assert world.case.number in known_to("qin").content.decode()
    assert world.case.number not in known_to("nan").content.decode()
    for who in ("jian", "cheng", "he", "wang", "guan"):
        assert known_to(who).status_code == 404


def test_a_post_elsewhere_does_not_open_what_an_auditor_may_only_read(world: World) -> None:
    """zhou leads a far village; as the township's auditor he reads this matter, and is told nobody's name."""
    url = f"/cases/{world.case.number}/people/{world.complainants[0]}/reveal/"
    with undone():
        far, here = world.cast.user("zhou"), world.cast.user("gao").posts.get()
        Post.objects.create(user=far, unit=here.unit, function=Function.AUDITOR, starts=here.starts)
        assert world.client("zhou").get(f"/cases/{world.case.number}/").status_code == 200
        assert world.client("zhou").post(url, {"reason": "电话核实位置"}).status_code == 403
        assert not Look.objects.filter(actor=far).exists()


def test_a_look_is_recorded_in_the_post_that_sees_the_case(world: World) -> None:
    with undone():
        both, here = world.cast.user("zhou"), world.cast.user("gao").posts.get()
        second = Post.objects.create(user=both, unit=here.unit, function=here.function, starts=here.starts)
        url = f"/cases/{world.case.number}/people/{world.complainants[0]}/reveal/"
        assert world.client("zhou").post(url, {"reason": "电话核实位置"}).status_code == 200
        assert Look.objects.get(actor=both).post == second


def test_filters_count_only_what_one_may_see(world: World) -> None:
    """Whatever is asked of the ledger, a matter of others is neither listed nor counted."""
    asked = [
        {"q": "台阶"},
        {"unit": "110111001202"},
        {"holder": "110111001000"},
        {"call": "open"},
        {"stage": "joint"},
    ]
    for query in asked:
        shown = world.client("nan").get("/cases/", query, follow=True).content.decode()
        assert world.case.number not in shown
        assert "没有" in shown
        assert "1 件" not in shown


def test_one_cannot_merge_into_what_one_may_not_see(world: World) -> None:
    sent = {"into": world.elsewhere.number, "reason": "同一处。"}
    for into in (world.elsewhere.number, "FS-2026-999999"):
        with undone():
            answer = world.client("qin").post(
                f"/cases/{world.sunk.number}/steps/merge/", sent | {"into": into}
            )
            assert answer.status_code == 422
            assert "找不到这一件" in answer.content.decode()


def test_choices_of_another_case_are_not_taken(world: World) -> None:
    """People and summonses by their keys: those of another case are no choice here."""
    assert Actor.of(world.cast.user("fang")).posts
    with undone():
        others = world.elsewhere.complainants.get().pk
        sent = {"complainant": others, "reached": "yes", "solved": "yes", "satisfaction": "satisfied"}
        joint = world.cast.report(reporters=("wang", "li"))
        case = world.cast.moved_to("answered", joint)
        answer = world.client("shen").post(f"/cases/{case.number}/steps/call_back/", sent)
        assert answer.status_code == 422
    with undone():
        case = world.cast.report()
        sent = {
            "category_pick": world.cast.category().code,
            "tier": "minor",
            "handler": world.cast.user("meng").pk,
        }
        assert world.client("qin").post(f"/cases/{case.number}/steps/accept/", sent).status_code == 422


# ---- What somebody outside could try


@pytest.mark.parametrize(
    "next_", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(world: World, next_: str) -> None:
    assert "evil" not in world.client("qin").get("/account/login/", {"next": next_})["Location"]
    assert "alert" not in world.client("qin").get("/account/login/", {"next": next_})["Location"]
    page_ = world.client("anonymous").get("/account/login/", {"next": next_}).content.decode()
    assert 'href="javascript' not in page_


NONSENSE = ("\0", "'\"<script>", "9" * 5000, "%", "\\", "٣", "-1")


@pytest.mark.parametrize(
    "word", NONSENSE, ids=["nul", "marks", "long", "percent", "backslash", "digit", "negative"]
)
def test_nonsense_is_answered_in_words(world: World, word: str) -> None:
    names = (
        "q",
        "older",
        "after",
        "unit",
        "holder",
        "since",
        "unit_pick",
        "place_words",
        "task",
        "by",
        "under",
    )
    get = dict.fromkeys(names, word) | {"text_name": "q"}
    pages = [
        "/cases/",
        "/staff/",
        "/suggest/unit-names/",
        "/suggest/units/",
        "/suggest/nearby/",
        "/catalogue/",
        "/mine/",
    ]
    pages += [f"/suggest/categories/{world.case.edition_id}/", "/board/110111000000/", "/cases/export.xlsx"]
    broken = [page_ for page_ in pages if world.client("lian").get(page_, get).status_code >= 500]
    case = world.cast.report()
    posts: dict[str, Any] = {
        "/suggest/earlier/": {"phone": word},
        "/cases/new/": {"key": word, "people": word, "unit": word, "unit_pick": word},
        f"/cases/{case.number}/steps/accept/": {"seen": word, "category": word, "handler": word},
        f"/cases/{case.number}/steps/merge/": {"into": word, "reason": word},
    }
    for url, sent in posts.items():
        with undone():
            if world.client("qin").post(url, sent).status_code >= 500:
                broken.append(url)
    assert not broken
    assert world.client("lian").get("/cases/%00/").status_code in {400, 404}


def test_pages_tell_the_browser_to_trust_nothing_else(world: World) -> None:
    """Also where something is refused; a picture may do nothing at all."""
    paths = {
        f"/cases/{world.case.number}/": 200,
        "/cases/FS-1/": 404,
        "/healthz": 503,
        "/account/login/": 302,
        f"/cases/{world.case.number}/steps/answer/": 409,
    }
    for path, status in paths.items():
        answer = world.client("qin").get(path)
        assert answer.status_code == status
        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
    picture = world.client("qin").get(f"/cases/{world.case.number}/attachments/{world.facts['attachment']}/")
    assert picture["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert picture["X-Content-Type-Options"] == "nosniff"


def test_the_session_cookie_stays_in_the_browser_and_on_this_site(world: World) -> None:
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with undone(), override_settings(SESSION_COOKIE_SECURE=True, PASSWORD_HASHERS=quick):
        user = world.cast.user("qin")
        user.set_password(PASSWORD)
        user.save()
        answer = world.client("anonymous").post("/account/login/", {"login": "qin", "password": PASSWORD})
    cookie = answer.cookies["wolaiban_session"]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
