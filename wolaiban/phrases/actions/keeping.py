"""Writing, changing and removing phrases: one's own by anybody in office, the district's by its office."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from wolaiban.people.actor import Actor
from wolaiban.phrases.models import LONGEST, Phrase
from wolaiban.phrases.places import PLACES
from wolaiban.process.answers import is_blank
from wolaiban.process.errors import BadAnswer, NotAllowed
from wolaiban.process.words import DISTRICT_OFFICERS, OFFICERS
from wolaiban.residents.recognising import contact_in
from wolaiban.traces.leaving import leave
from wolaiban.workflow.characters import standard

MOST_OF_ONE = 300
TWICE = "这一句已经有了。"


def may_keep(by: Actor) -> bool:
    return bool(by.posts_as(OFFICERS))


def may_keep_for_all(by: Actor) -> bool:
    return any(post.unit.is_district for post in by.posts_as(DISTRICT_OFFICERS))


def may_change(by: Actor, phrase: Phrase) -> bool:
    if phrase.owner_id is None:
        return may_keep_for_all(by)
    return by.user is not None and phrase.owner_id == by.user.pk


def add(*, place: str, words: str, topic: str = "", for_all: bool = False, by: Actor) -> Phrase:
    """Keep a phrase, for oneself or for the whole district. Raises NotAllowed and BadAnswer."""
    if not may_keep(by) or (for_all and not may_keep_for_all(by)):
        raise NotAllowed(what="改区里的常用语" if for_all else "存常用语", who="区联席办")
    assert by.user is not None
    if place not in PLACES:
        raise BadAnswer({"place": "没有这一项，请重新选择。"})
    owner = None if for_all else by.user
    if Phrase.objects.filter(owner=owner).count() >= MOST_OF_ONE:
        raise BadAnswer({"words": f"最多存 {MOST_OF_ONE} 句，请先删去不用的。"})
    where = PLACES[place]
    phrase = Phrase(owner=owner, step=where.step, question=where.question)
    return _write(phrase, words, topic, by, act="kept")


def change(phrase: Phrase, *, words: str, topic: str, by: Actor) -> Phrase:
    """Other words, or for another kind of matter, from now on."""
    if not may_change(by, phrase):
        raise NotAllowed(what="改这条常用语", who="区联席办")
    return _write(phrase, words, topic, by, act="changed")


@transaction.atomic(durable=True)
def remove(phrase: Phrase, *, by: Actor) -> None:
    """Safe to repeat. What was put into answers with it stays there."""
    if not may_change(by, phrase):
        raise NotAllowed(what="删这条常用语", who="区联席办")
    assert by.user is not None
    held = Phrase.objects.filter(pk=phrase.pk).select_for_update(of=("self",))
    leave(*held, act="removed", by=by.user.pk, gone=True)
    held.delete()


def _write(phrase: Phrase, words: str, topic: str, by: Actor, *, act: str) -> Phrase:
    phrase.words, phrase.topic = _fit(words), topic
    phrase.by, phrase.at = by.user, now()  # type: ignore[assignment]
    try:
        _save(phrase, act)
    except IntegrityError:
        raise BadAnswer({"words": TWICE}) from None
    return phrase


@transaction.atomic(durable=True)
def _save(phrase: Phrase, act: str) -> None:
    phrase.save()
    leave(phrase, act=act, by=phrase.by_id, at=phrase.at)


def _fit(words: str) -> str:
    tidy = standard(words.strip())
    if is_blank(tidy):
        raise BadAnswer({"words": "请写上内容。"})
    if len(tidy) > LONGEST:
        raise BadAnswer({"words": f"最多 {LONGEST} 字，现在 {len(tidy)} 字。"})
    found = contact_in(tidy)
    if found.phone or found.id_number:
        raise BadAnswer({"words": "常用语在别的事上也会用到，请不要写手机号和身份证号。"})
    return tidy
