"""An accusation leaves no trace below the district: what anybody there is shown is the same with it and without it.

It is registered in every way a matter comes in, by the very people who see other matters of the world; then each of those
who may not know of it asks for all that the house shows, before and after.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
import time_machine
from django.utils.timezone import now

from tests.api.program import Program
from tests.cast import CIVIL, DONGFEN, HAIYI, Cast, unit
from tests.matrix.table import ROUTES
from tests.matrix.test_routes import address
from tests.matrix.world import ADDRESS, ID_NUMBER, NAME, PHONE, World, body_of, undone
from tests.statistics.counted import count_all
from wolaiban.cases.actions.bulk import register_many
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.models import Case
from wolaiban.notices import composing as writing
from wolaiban.notices.models import Message
from wolaiban.people.actor import ANYBODY, Actor
from wolaiban.people.models import Post
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import Channel, Function, RequestKind
from wolaiban.workflow.performing import perform

CANARY, PLACE = "私分公款金翅雀", "三号院门口金翅雀"
ACCUSER, HER_PHONE = "端木金翅雀", "13955550001"
# Studio, its volunteer, township, its leader in charge, a department that is not called, an auditor of the township.
BLIND = ("qin", "bai", "zhi", "gao", "fang", "cheng", "he", "nan", "jia")
TEXTS = {"/suggest/earlier/": {"phone": HER_PHONE}}
ASKED = (
    "/cases/?q=金翅雀", "/cases/?q=公款", "/cases/?stage=open", "/cases/?channel=online", "/cases/export.xlsx",
    f"/suggest/nearby/?unit_pick={DONGFEN}&place_words=门口", f"/board/{DONGFEN}/?by=holder", "/morning/",
)  # fmt: skip
CHANGES = re.compile(
    r"[A-Za-z0-9_\-]{20,}|\d{10,}|\d{1,2}:\d\d(:\d\d)?"
)  # tokens, keys, the moment of asking


def accusations(cast: Cast) -> list[Case]:
    """One for each way in; the first goes on until a department is called."""
    kind, at_unit = RequestKind.ACCUSATION, unit(DONGFEN)
    # Somebody whom the village knows, who here also says where she lives.
    known = Reporter(NAME, PHONE, ID_NUMBER, "金翅雀胡同1号")
    stranger = Reporter(ACCUSER, HER_PHONE, "", ADDRESS)

    def told(*who: Reporter, channel: Channel, at: str = DONGFEN) -> Report:
        return Report(unit(at), CANARY, who, place_words=PLACE, kind=kind, channel=channel, category=None)

    ways = [
        (told(known, channel=Channel.WALK_IN), cast.actor("qin")),
        (told(stranger, channel=Channel.VOLUNTEER), cast.actor("zhi")),
        (told(stranger, channel=Channel.ONLINE), ANYBODY),
        (told(Reporter(resident=cast.resident("wang")), channel=Channel.ONLINE), cast.actor("wang")),
        (told(known, channel=Channel.CALL, at=HAIYI), cast.actor("shen")),
    ]
    made = [register(report, by=by) for report, by in ways]
    made += register_many([told(known, channel=Channel.IMPORT)], by=cast.actor("shen"))
    assert {case.unit.code for case in made} != {at_unit.code}
    first = made[0]
    cast.take("accept", first, "shen", handler=cast.user("lian"))
    cast.take("whistle", first, "lian", lead_department=unit(CIVIL), assisting=[])
    return made


def what_is_shown(world: World, who: str) -> dict[str, str]:
    """Every page, list, count, search, export and suggestion, as this person gets it."""
    shown = {}
    client = world.client(who)
    paths = [address(route, world) for route in ROUTES if ":" in route.name and route.get != 405]
    for path in (*paths, *ASKED):
        if not path.startswith("/account") and path != "/ledger/":
            shown[path] = as_read(client.get(path))
    for path, sent in TEXTS.items():
        shown[path] = as_read(client.post(path, sent))
    program = Program.of(world.cast, who)
    for path in ("/cases", "/cases?q=公款", f"/cases/{world.case.number}", "/cases?size=1", "/me"):
        shown[f"api {path}"] = as_read(program.get(path))
    return shown


def as_read(answer: Any) -> str:
    """What an answer says, without what is drawn anew each time."""
    body = body_of(answer)
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(
                book.read(name) for name in book.namelist() if "sheet" in name or "shared" in name
            )
    return f"{answer.status_code} {CHANGES.sub('…', body.decode('utf-8', 'replace'))}"


@pytest.fixture
def with_auditor(world: World) -> Iterator[World]:
    """jia reads for the township of 城关, nothing else."""
    with undone(), time_machine.travel(now(), tick=False):
        cast = world.cast
        user = type(cast.user("qin")).objects.create_user("jia", None, name="贾正", invented=True)
        Post.objects.create(
            user=user,
            unit=cast.user("gao").posts.get().unit,
            function=Function.AUDITOR,
            starts=date(2020, 1, 1),
        )
        world.sign_in("jia")
        yield world
        del cast.users["jia"]


@contextmanager
def accused(world: World) -> Iterator[list[Case]]:
    with undone():
        yield accusations(world.cast)


@pytest.mark.parametrize("who", BLIND)
def test_nothing_that_is_shown_below_the_district_differs(with_auditor: World, who: str) -> None:
    world = with_auditor
    count_all()
    before = what_is_shown(world, who)
    with accused(world) as made:
        for case in made:
            writing.tell(case.events.get(seq=1).pk)
        count_all()
        after = what_is_shown(world, who)
        assert not Message.objects.filter(case__in=made, user=world.cast.user(who)).exists()
        numbers = [world.client(who).get(f"/cases/{case.number}/").status_code for case in made]
    assert [path for path in before if before[path] != after[path]] == []
    assert set(numbers) == {404}


def test_it_is_there_for_those_whom_its_rule_names(with_auditor: World) -> None:
    with accused(with_auditor) as made:
        for who, seen in {"shen": 6, "lian": 6, "jian": 6, "ning": 1, "wang": 1}.items():
            cases = Case.objects.visible_to(with_auditor.cast.actor(who)).filter(pk__in=[c.pk for c in made])
            assert cases.count() == seen, who


def test_it_is_not_in_the_public_figures_nor_on_any_public_page(with_auditor: World) -> None:
    world = with_auditor
    before = _public(world)
    with accused(world):
        count_all()
        assert _public(world) == before


def _public(world: World) -> dict[str, str]:
    client = world.client("anonymous")
    routes = [r for r in ROUTES if r.name.startswith("portal:") and r.open_to_all and r.get != 405]
    paths = [address(route, world) for route in routes]
    return {path: as_read(client.get(path)) for path in paths}


def test_it_is_never_merged(with_auditor: World) -> None:
    """Neither way round; whoever may not know of it is told what is told of a number that nobody has."""
    world, cast = with_auditor, with_auditor.cast
    plain = cast.report("私分公款的事。", at_unit=DONGFEN, by="qin", reporters=["li"])
    with accused(world) as made:
        waiting = made[1]
        high = register(Report(unit("110111000000"), "区里的台阶。", [Reporter()]), by=cast.actor("shen"))
        for source, into, by in ((waiting, plain, "shen"), (high, waiting, "shen")):
            with pytest.raises(BadAnswer, match="单独办理"):
                cast.take("merge", source, by, into=into)
        with pytest.raises(BadAnswer) as unseen:
            cast.take("merge", plain, "qin", into=waiting)
        other = cast.report("别处的。", at_unit=HAIYI, by="meng", reporters=[])
        with pytest.raises(BadAnswer) as strange:
            cast.take("merge", plain, "qin", into=other)
        assert unseen.value.fields == strange.value.fields
        sent = {"into": waiting.number, "reason": "同一件事。"}
        for case, who, status in ((plain, "qin", 422), (high, "shen", 422), (waiting, "shen", 422)):
            answer = world.client(who).post(f"/cases/{case.number}/steps/merge/", sent)
            assert answer.status_code == status


def test_nobody_is_led_to_it_by_what_is_alike(with_auditor: World) -> None:
    """At the district, where it may be seen: neither beside a new report nor among what a matter could join."""
    world = with_auditor
    with accused(world) as made:
        client = world.client("shen")
        near = client.get("/suggest/nearby/", {"unit_pick": "110111000000", "place_words": ""})
        high = register(Report(unit("110111000000"), CANARY, [Reporter()]), by=world.cast.actor("shen"))
        form = client.get(f"/cases/{high.number}/steps/merge/")
        for answer in (near, form):
            assert answer.status_code == 200
            assert not [case for case in made if case.number in answer.content.decode()]


def test_what_an_accuser_tells_goes_into_no_other_matter(cast: Cast) -> None:
    """The same name and number at the village, before and after: another person in the vault, with nothing of hers."""
    her = Reporter(ACCUSER, HER_PHONE)
    before = register(Report(unit(DONGFEN), "台阶坏了。", [her]), by=cast.actor("qin"))
    (first, *_) = accusations(cast)
    told = Reporter(ACCUSER, HER_PHONE, ID_NUMBER, ADDRESS)
    secret = register(
        Report(unit(DONGFEN), CANARY, [told], kind=RequestKind.ACCUSATION), by=cast.actor("shen")
    )
    after = register(Report(unit(DONGFEN), "路灯坏了。", [her]), by=cast.actor("qin"))

    whose = {case.number: case.complainants.get().resident for case in (before, secret, after)}
    assert whose[before.number] == whose[after.number] != whose[secret.number]
    assert whose[after.number].address is None
    assert whose[after.number].id_number is None
    assert first.complainants.get().resident.apart


def test_a_department_that_is_called_acts_on_it_and_others_do_not(with_auditor: World) -> None:
    cast = with_auditor.cast
    with accused(with_auditor) as made:
        perform("report_in", on=made[0], by=Actor.of(cast.user("ning")), answers={"contact": "值班室"})
        assert with_auditor.client("he").get(f"/cases/{made[0].number}/").status_code == 404
