"""The palette: one box that finds pages, things to do, matters, places, people and chapters, and goes there.

In the bar on top it opens over the page; on a phone, and without scripts, it is a page of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from wolaiban.cases.models import Case
from wolaiban.cases.queries.ledger import Filter, ledger_of
from wolaiban.cases.queries.terms import MOST, SHORTEST, whole_number, words_of
from wolaiban.desk.handbook.pages import passages_saying
from wolaiban.desk.staff.lists import page_of_people
from wolaiban.people.actor import Actor
from wolaiban.people.authority import describes_from, doors_described_by, is_keeper, keeps_district
from wolaiban.people.requests import SignedInRequest
from wolaiban.places.models import Unit
from wolaiban.places.sounds import Sound, is_sound, sounds_of
from wolaiban.web.navigation import SUGGESTS, Room, address_of, is_inside, rooms

A_FEW, A_FEW_CHAPTERS = 5, 3
LONGEST = 100


def _anybody(actor: Actor) -> bool:
    return True


def _in_office(actor: Actor) -> bool:
    return bool(actor.posts)


# Pages that stand in no bar, under the words that people look for them by.
BESIDES = (
    Room("今早清单", "desk:morning", "sun", _in_office),
    Room("消息怎样发给我", "desk:preferences", "bell", _in_office),
    Room("事项目录的各版", "catalogue:editions", "list", is_inside),
    Room("开通账号", "staff:open", "user", is_keeper),
    Room("录入花名册", "staff:lists", "import", keeps_district),
    Room("邀请登录", "staff:invitations", "user", is_keeper),
    Room("工作室还缺什么人", "staff:composition", "people", is_keeper),
    Room("我自己反映的事", "desk:mine", "home", _in_office),
    Room("我的账号", "my_account", "user", _anybody),
    Room("深色、浅色，舒展、紧凑", "desk:more", "moon", _anybody),
    Room("修改密码", "account_change_password", "lock", _anybody),
    Room("两步验证与通行密钥", "mfa_index", "shield", _anybody),
    Room("登录设备", "usersessions_list", "phone", _anybody),
    Room("接口令牌", "tokens", "link", _anybody),
    Room("帮助、操作手册", "desk:handbook", "question", _anybody),
    Room("按键", "desk:keys", "keys", _anybody),
    SUGGESTS,
)


@dataclass(frozen=True)
class Find:
    """Something to go to; `hint` is what tells it from others of the name."""

    label: str
    url: str
    icon: str
    hint: str = ""


@require_safe
def palette(request: SignedInRequest) -> HttpResponse:
    """What fits: pages, a place of that name, matters, places, people, chapters. With nothing typed, the pages."""
    return render(request, "desk/frame/finds.html", _found(request))


@require_safe
def find(request: SignedInRequest) -> HttpResponse:
    """The palette as a page: the box, and below it what fits as links."""
    return render(request, "desk/frame/find.html", _found(request))


def _found(request: SignedInRequest) -> dict[str, Any]:
    text = " ".join(request.GET.get("q", "").split())[:LONGEST]
    return {"finds": list(finds_of(request.actor, text)), "text": text}


def finds_of(actor: Actor, text: str) -> Iterator[Find]:
    yield from pages(actor, text)
    if len(text) < SHORTEST:
        return
    inside, describes = is_inside(actor), bool(describes_from(actor))
    units = list(Unit.objects.named(text, limit=A_FEW)) if inside or describes else []
    meant = [unit for unit in units if is_called(unit, text)]
    if describes and meant:
        yield from studios(actor, meant)
    if inside:
        yield from map(place, meant)
        yield from matters(actor, text)
        yield from (place(unit) for unit in units if unit not in meant)
    if is_keeper(actor):
        yield from people(actor, text)
    yield from chapters(text)


def pages(actor: Actor, text: str) -> Iterator[Find]:
    """Rooms by their words, or by how these sound: “值班”, “zhiban”, “zb”."""
    beside = (room for room in BESIDES if room.is_for(actor))
    for room in (*rooms(actor), *(beside if text else ())):
        url = address_of(room.name)
        if url and fits(room.label, text):
            yield Find(room.label, url, room.icon)


def fits(label: str, text: str) -> bool:
    if is_sound(text):
        return any(
            Sound.of(sounds).fits(text.lower()) is not None
            for part in parts(label)
            for sounds in sounds_of(part)
        )
    return text in label


def parts(label: str) -> Iterable[str]:
    return (part for part in label.replace("、", " ").replace("，", " ").split() if part)


def matters(actor: Actor, text: str) -> Iterator[Find]:
    """By number before all else, then those that say all of it, the newest first."""
    numbered = Case.objects.visible_to(actor).filter(number=whole_number(text))
    words = " ".join(words_of(text)[:MOST])
    page = ledger_of(actor, Filter(text=words)).page(size=A_FEW)
    for case in list(numbered[:1]) or page.cases:
        hint = f"{case.number} {case.stage_word.label}"
        yield Find(case.heading, reverse("desk:case", args=[case.number]), "case", hint)
    if page.older_than:
        yield Find(
            "看全部", f"{reverse('desk:ledger')}?{urlencode({'q': words})}", "list", f"说到“{words}”的事项"
        )


def is_called(unit: Unit, text: str) -> bool:
    """Whether the text is the beginning of one of its names, so that the unit itself is meant."""
    begun = text.replace(" ", "")
    return any(name.startswith(begun) for name in (str(unit), unit.name, unit.full_name))


def place(unit: Unit) -> Find:
    """A unit, with its matters."""
    address = f"{reverse('desk:ledger')}?{urlencode({'unit': unit.code})}"
    return Find(unit.full_name, address, "pin", "这里的事项")


def studios(actor: Actor, units: list[Unit]) -> Iterator[Find]:
    """The pages of their studios, for whoever keeps them up to date: number, address, what hangs at the door."""
    for unit in doors_described_by(actor).filter(pk__in=[unit.pk for unit in units]).with_township():
        yield Find(
            f"{unit.full_name}工作室", reverse("desk:studio", args=[unit.code]), "door", "电话、地址、张贴"
        )


def chapters(text: str) -> Iterator[Find]:
    """Where the handbook speaks of it, so that a word with no matter to it is answered all the same."""
    for passage in islice(passages_saying(text), A_FEW_CHAPTERS):
        hint = f"手册：{passage.page}" if passage.page != passage.heading else "手册"
        yield Find(passage.heading, passage.url, "question", hint)


def people(actor: Actor, text: str) -> Iterator[Find]:
    for user in page_of_people(actor, words=text, after=None).people[:A_FEW]:
        posts = "、".join(f"{post.unit}{post.function_word.label}" for post in getattr(user, "held", ())[:2])
        yield Find(user.name, reverse("staff:person", args=[user.pk]), "user", posts)
