"""Each step of the table once through the API, on its way; and refusals in the words of the page."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils.timezone import now

from tests.api.program import Program
from tests.cast import DAGAOSHE, URBAN, WAYS, Cast, unit
from wolaiban.api.steps import FOR_PEOPLE
from wolaiban.cases.models import Case
from wolaiban.cases.process import CASE
from wolaiban.process.errors import ProcessError
from wolaiban.workflow.performing import perform

WHERE = {  # the stage each step is taken at, who brings what must be there first, who takes it
    "accept": ("reported", (), "qin"),
    "decline": ("reported", (), "qin"),
    "assign": ("working", (), "qin"),
    "reclassify": ("working", (), "qin"),
    "raise": ("working", (), "qin"),
    "guide": ("raised", (), "fang"),
    "take_up": ("raised", (), "fang"),
    "whistle": ("raised", (("take_up", "fang"),), "fang"),
    "report_in": ("joint", (), "he"),
    "object": ("joint", (), "he"),
    "uphold_summons": ("joint", (("object", "he"),), "shen"),
    "release_summons": ("joint", (("object", "he"),), "fang"),
    "contribute": ("joint", (("report_in", "he"),), "he"),
    "call_off": ("joint", (), "fang"),
    "ask": ("working", (), "qin"),
    "supply": ("working", (), "wang"),
    "ask_up": ("working", (), "wang"),
    "interim": ("working", (), "qin"),
    "extend": ("working", (), "qin"),
    "grant": ("working", (("assign", "qin", {"handler": "bai"}), ("extend", "bai")), "qin"),
    "refuse": ("working", (("assign", "qin", {"handler": "bai"}), ("extend", "bai")), "qin"),
    "pause": ("working", (), "qin"),
    "mark_sensitive": ("working", (), "qin"),
    "resume": ("working", (("pause", "qin"),), "qin"),
    "resolve": ("working", (), "qin"),
    "answer": ("resolved", (), "qin"),
    "confirm": ("answered", (), "wang"),
    "dispute": ("answered", (), "wang"),
    "call_back": ("answered", (), "bai"),
    "take_back": ("resolved", (), "qin"),
    "uphold": ("disputed", (), "gao"),
    "redo": ("disputed", (), "gao"),
    "reopen": ("closed", (), "wang"),
    "withdraw": ("working", (), "wang"),
    "merge": ("working", (), "qin"),
    "unmerge": ("working", (("merge", "qin"),), "qin"),
    "urge": ("working", (), "wang"),
    "supervise": ("working", (), "shen"),
    "note": ("working", (), "qin"),
}


def sent(step: str, cast: Cast, other: Case) -> dict[str, Any]:
    """What a program sends: codes and names where the action takes rows."""
    week = (now() + timedelta(days=7)).isoformat()
    category = cast.category().code
    named: dict[str, dict[str, Any]] = {
        "accept": {"category": category, "handler": "qin"},
        "assign": {"handler": "bai"},
        "reclassify": {"category": category},
        "take_up": {"handler": "fang"},
        "whistle": {"lead_department": unit(URBAN).code, "assisting": [unit("区住建委").code], "due": week},
        "uphold_summons": {"summons": unit(URBAN).code},
        "release_summons": {"summons": unit(URBAN).code},
        "ask": {"until": week},
        "pause": {"until": week},
        "resolve": {"category": category},
        "supervise": {"due": week},
        "merge": {"into": other.number},
        "answer": {"told_at": now().isoformat()},
    }
    plain: dict[str, Any] = {
        k: v for k, v in cast.usual(step, other, "qin").items() if isinstance(v, str | int | bool)
    }
    return plain | named.get(step, {})


def brought(step: str, cast: Cast, case: Case, other: Case) -> None:
    stage, before, _ = WHERE[step]
    for way in WAYS[stage]:
        cast.take(way[0], case, way[1])
    for name, by, *more in before:
        given: dict[str, Any] = {"into": other} if name == "merge" else {}
        if more:
            given = {"handler": cast.user(more[0]["handler"])}
        cast.take(name, case, by, **given)


def test_every_step_a_person_may_take_is_an_operation() -> None:
    assert set(CASE.on_it) - {step.name for step in FOR_PEOPLE} == {
        "lapse",
        "flag",
        "backfill",
        "erase",
        "correct",
        "recount_time",
        "proceed",
    }
    assert set(WHERE) == {step.name for step in FOR_PEOPLE}


@pytest.mark.parametrize("step", WHERE)
def test_each_step_is_taken(cast: Cast, rail: Case, step: str) -> None:
    other = cast.report("二号院台阶也没有扶手。", reporters=["li"])
    brought(step, cast, rail, other)

    answer = Program.of(cast, WHERE[step][2]).post(f"/cases/{rail.number}/{step}", sent(step, cast, other))

    assert answer.status_code == 200, answer.content.decode()
    event = rail.events.latest("seq")
    done = answer.json()
    assert (done["step"], done["seq"], done["stage"]) == (event.step, event.seq, event.target)
    assert done["number"] == rail.number
    assert done["hash"] == bytes(event.hash).hex()
    rail.refresh_from_db()
    assert done["turn"] == rail.turn


def test_what_the_clock_does_is_nobody_elses(cast: Cast, qin: Program, rail: Case) -> None:
    assert qin.post(f"/cases/{rail.number}/flag").status_code == 404
    assert qin.post(f"/cases/{rail.number}/lapse").status_code == 404


# ---- Refusals


def test_a_refusal_has_the_words_of_the_page(cast: Cast, qin: Program, rail: Case) -> None:
    """The same steps on the page and through the API: the same status, and the same words on both."""
    browser = Client()
    browser.force_login(cast.user("gao"))
    gao = Program.of(cast, "gao")
    for step in ("answer", "note", "confirm", "whistle", "redo"):
        page = browser.get(f"/cases/{rail.number}/steps/{step}/")
        told = gao.post(f"/cases/{rail.number}/{step}", sent(step, cast, rail))
        assert told.status_code == page.status_code == told.json()["status"]
        assert told["Content-Type"] == "application/problem+json"
        assert told.json()["title"] in page.content.decode()
    assert rail.events.count() == 1


def test_a_refusal_has_the_words_of_the_action(cast: Cast, rail: Case) -> None:
    """Behind the role and the stage: what must happen first."""
    cast.moved_to("joint", rail)
    with pytest.raises(ProcessError) as refusal:
        perform("resolve", on=rail, by=cast.actor("fang"), answers=cast.usual("resolve", rail, "fang"))

    told = Program.of(cast, "fang").post(f"/cases/{rail.number}/resolve", sent("resolve", cast, rail))

    assert told.status_code == 409
    assert told.json() == {"type": "not_now", "title": str(refusal.value), "status": 409}


def test_what_is_missing_is_named_field_by_field_as_on_the_page(cast: Cast, qin: Program, rail: Case) -> None:
    browser = Client()
    browser.force_login(cast.user("qin"))
    page = browser.post(f"/cases/{rail.number}/steps/decline/", {}).content.decode()

    told = qin.post(f"/cases/{rail.number}/decline", {})

    assert told.status_code == 422
    assert set(told.json()["errors"]) == {"lawful_way", "reason", "guidance"}
    assert all(words in page for words in told.json()["errors"].values())


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"category": "ZZZ"}, "category", "“事项类别”没有这个选项。"),
        ({"tier": "huge"}, "tier", "“层级”没有这个选项。"),
        ({"tier": 3}, "tier", "“层级”须为文字。"),
        ({"handler": "zhou"}, "handler", "“经办人”没有这个选项。"),
        ({"handler": None}, "handler", "请选择“经办人”。"),
        ({"colour": "red"}, "colour", "“受理”不问“colour”。"),
        ({"category": "A\0"}, "category", "“事项类别”含有不能保存的字符。"),
        ({"seen": "one"}, "seen", "“turn”须为整数。"),
    ],
)
def test_what_will_not_do_is_said_in_words(
    cast: Cast, qin: Program, rail: Case, given: dict[str, Any], field: str, words: str
) -> None:
    told = qin.post(f"/cases/{rail.number}/accept", sent("accept", cast, rail) | given)

    assert told.status_code == 422
    assert told.json()["errors"] == {field: words}
    assert rail.events.count() == 1


@pytest.mark.parametrize(
    "until", ["tomorrow", 1700000000, "2026-03-05", "2026-03-05T18:00", "0001-01-01T00:00:00+08:00"]
)
def test_a_moment_is_written_out_with_its_zone(cast: Cast, qin: Program, rail: Case, until: Any) -> None:
    cast.moved_to("working", rail)

    told = qin.post(f"/cases/{rail.number}/ask", {"question": "几号楼？", "until": until})

    assert told.status_code == 422
    assert set(told.json()["errors"]) == {"until"}


@pytest.mark.parametrize("body", ["", "{", "[]", "NaN", '{"a": "\\ud800"}', "1" * 5000, "[" * 5000, b"\xff"])
def test_a_body_that_is_none_is_refused(cast: Cast, qin: Program, rail: Case, body: Any) -> None:
    told = Client().post(
        f"/api/v1/cases/{rail.number}/accept", body, "application/json", headers=qin.headers()
    )

    assert told.status_code in {400, 422}
    assert told["Content-Type"] == "application/problem+json"


def test_a_form_is_no_document(cast: Cast, qin: Program, rail: Case) -> None:
    told = Client().post(f"/api/v1/cases/{rail.number}/note", {"text": "x"}, headers=qin.headers())

    assert (told.status_code, told.json()["type"]) == (415, "not_json")


def test_whoever_saw_an_older_state_is_told_so(cast: Cast, qin: Program, rail: Case) -> None:
    seen = qin.get(f"/cases/{rail.number}").json()["turn"]
    cast.take("reclassify", rail, "qin")

    told = qin.post(f"/cases/{rail.number}/accept", sent("accept", cast, rail) | {"seen": seen})

    assert (told.status_code, told.json()["type"]) == (409, "stale")
    fresh = qin.get(f"/cases/{rail.number}").json()["turn"]
    assert (
        qin.post(f"/cases/{rail.number}/accept", sent("accept", cast, rail) | {"seen": fresh}).status_code
        == 200
    )


def test_a_stranger_is_not_told_that_a_case_exists(cast: Cast, rail: Case) -> None:
    zhou = Program.of(cast, "zhou")

    there = zhou.post(f"/cases/{rail.number}/note", {"text": "x"})
    nowhere = zhou.post("/cases/FS-2026-999999/note", {"text": "x"})

    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content
    assert there.json()["title"] == "没有找到，或您不能查看。"


def test_another_case_is_only_merged_into_if_it_may_be_seen(cast: Cast, qin: Program, rail: Case) -> None:
    far = cast.report("远处", at_unit=DAGAOSHE, by="zhou", reporters=["li"])

    told = qin.post(f"/cases/{rail.number}/merge", {"into": far.number, "reason": "同一处"})

    assert told.json()["errors"] == {"into": "找不到这一件，请核对件号。"}


@pytest.mark.parametrize(
    ("method", "path"),
    [("put", "/cases"), ("post", "/me"), ("delete", "/cases/FS-1"), ("get", "/cases/FS-1/accept")],
)
def test_another_method_is_refused_as_a_problem(cast: Cast, qin: Program, method: str, path: str) -> None:
    told = getattr(Client(), method)(f"/api/v1{path}", headers=qin.headers())

    assert told.status_code == 405
    assert told["Allow"]
    assert told["Content-Type"] == "application/problem+json"


def test_what_is_nowhere_is_a_problem_too(cast: Cast, qin: Program) -> None:
    for path in ("/nothing", "/cases/%00", "/cases/FS-1/bribe/x"):
        told = qin.get(path)
        assert told.status_code in {400, 404}
        assert told["Content-Type"] == "application/problem+json"


# ---- When something is wrong with us


def test_while_the_database_is_silent_nothing_is_said_to_be_received(
    cast: Cast, qin: Program, rail: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    for where in ("wolaiban.api.entrance.bearer_of", "wolaiban.api.steps.perform"):
        with monkeypatch.context() as patch:
            patch.setattr(where, silent)
            told = qin.post(f"/cases/{rail.number}/note", {"text": "x"})
        assert (told.status_code, told["Retry-After"]) == (503, "5")
        assert "没有收到" in told.json()["title"]
        assert "server" not in told.content.decode()


def test_a_fault_of_ours_is_told_without_its_innards(
    cast: Cast, qin: Program, rail: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("about 欧阳金丝雀")

    monkeypatch.setattr("wolaiban.api.steps.perform", fails)
    told = qin.post(f"/cases/{rail.number}/note", {"text": "x"})

    assert told.status_code == 500
    assert told.json()["title"] == "系统出了问题，已经记下。请稍后再试。"
    assert "欧阳" not in told.content.decode()


# ---- Files


def picture() -> bytes:
    from io import BytesIO

    from PIL import Image

    target = BytesIO()
    Image.new("RGB", (8, 8), "red").save(target, "JPEG")
    return target.getvalue()


def test_photos_come_with_a_step_and_are_read_by_those_who_may(
    cast: Cast, qin: Program, rail: Case, settings: Any, tmp_path: Any
) -> None:
    settings.DATA_DIR = tmp_path
    content = base64.b64encode(picture()).decode()

    told = qin.post(
        f"/cases/{rail.number}/note", {"text": "看过", "photos": [{"name": "现场.jpg", "content": content}]}
    )

    assert told.status_code == 200, told.content.decode()
    (file,) = qin.get(f"/cases/{rail.number}").json()["story"][0]["attachments"]
    assert (file["name"], file["media_type"]) == ("现场.jpg", "image/jpeg")
    answer = qin.get(file["url"].removeprefix("/api/v1"))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer.content.startswith(b"\xff\xd8")
    wang, zhou = Program.of(cast, "wang"), Program.of(cast, "zhou")
    assert wang.get(f"/cases/{rail.number}").json()["story"][0]["attachments"] == []
    for other in (wang, zhou):
        assert other.get(file["url"].removeprefix("/api/v1")).status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [("!!", "不是 base64"), ("aGVsbG8=", "不是照片、录音或 PDF"), ("", "请填写“文件内容”")],
)
def test_a_file_that_will_not_do_is_named(
    cast: Cast, qin: Program, rail: Case, content: str, words: str
) -> None:
    told = qin.post(
        f"/cases/{rail.number}/note", {"text": "看过", "photos": [{"name": "x", "content": content}]}
    )

    assert told.status_code == 422
    assert words in told.json()["title"]
    assert rail.events.count() == 1


def test_no_file_is_opened_for_answers_that_are_wrong_elsewhere(
    qin: Program, rail: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wolaiban.api.files.clean_all", pytest.fail)
    content = base64.b64encode(picture()).decode()

    told = qin.post(
        f"/cases/{rail.number}/note", {"text": "长" * 6000, "photos": [{"name": "a.jpg", "content": content}]}
    )

    assert told.status_code == 422
    assert "photos" not in told.json()["errors"]


def test_a_file_that_cannot_be_opened_is_named(qin: Program, rail: Case) -> None:
    content = base64.b64encode(picture()[:200]).decode()

    told = qin.post(
        f"/cases/{rail.number}/note", {"text": "看过", "photos": [{"name": "破.jpg", "content": content}]}
    )

    assert (told.status_code, rail.events.count()) == (422, 1)
    assert "破.jpg" in told.json()["errors"]["photos"]


def test_a_body_has_an_end(cast: Cast, qin: Program, rail: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wolaiban.api.entrance.LARGEST_BODY", 100)

    told = qin.post(f"/cases/{rail.number}/note", {"text": "长" * 200})

    assert (told.status_code, told.json()["type"]) == (413, "too_large")


def test_a_body_may_be_larger_than_a_form(cast: Cast, qin: Program, rail: Case, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    assert qin.post(f"/cases/{rail.number}/note", {"text": "长" * 200}).status_code == 200
