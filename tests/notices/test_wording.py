"""The district words its own messages, within what a message may say."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from wolaiban.notices import composing as writing
from wolaiban.notices import queries
from wolaiban.notices.actions.reading import mark_all_read, mark_read
from wolaiban.notices.actions.wording import restore, reword
from wolaiban.notices.models import Message
from wolaiban.notices.rendering import preview
from wolaiban.notices.texts import faults_of
from wolaiban.process.errors import BadAnswer, NotAllowed

pytestmark = pytest.mark.django_db


def test_the_districts_words_are_used_from_then_on_and_given_up_again(cast: Cast) -> None:
    reword("receipt", "乡亲您好，{number}收到了。", by=cast.actor("shen"))
    first = cast.report()
    writing.tell(first.events.get().pk)
    restore("receipt", by=cast.actor("shen"))
    second = cast.report()
    writing.tell(second.events.get().pk)

    words = dict(Message.objects.filter(text="receipt").values_list("case__number", "words"))
    assert words[first.number] == f"乡亲您好，{first.number}收到了。"
    assert "件号" in words[second.number]


@pytest.mark.parametrize("who", ["qin", "fang", "wang", "jian"])
def test_nobody_else_changes_a_text(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        reword("receipt", "{number}", by=cast.actor(who))


@pytest.mark.parametrize(
    "words",
    [
        "",
        "您好，{name}",
        "{number.__class__}",
        "{number!r}",
        "{number:>99}",
        "{",
        "{}",
        "{0}",
        "{count}",
        "长" * 121,
    ],
)
def test_a_text_names_nothing_but_what_a_message_may_say(cast: Cast, words: str) -> None:
    assert faults_of(words)
    with pytest.raises(BadAnswer):
        reword("receipt", words, by=cast.actor("shen"))


def test_a_dry_run_shows_it_on_a_real_case_and_writes_nothing(cast: Cast) -> None:
    case = cast.report()

    shown = preview("{number}现在{state}，由{unit}办，{by}前。", case, outside=True)

    assert shown.words.startswith(f"{case.number}现在待受理，由东坟村办，")
    assert shown.outgoing.startswith("【我来办】")
    assert shown.outgoing.endswith("/track/")
    assert shown.parts == 1
    assert not Message.objects.exists()


def test_reading_is_ones_own(cast: Cast) -> None:
    for _ in range(3):
        writing.tell(cast.report().events.get().pk)
    bai, qin = cast.user("bai"), cast.user("qin")
    newest = queries.messages_of(bai)[0]
    assert queries.unread_count(bai) == 3

    mark_read(newest, by=qin)
    assert queries.unread_count(bai) == 3
    mark_read(newest, by=bai)
    assert queries.unread_count(bai) == 2
    assert mark_all_read(by=bai, up_to=newest.pk) == 2


def test_pages_follow_each_other(cast: Cast) -> None:
    for _ in range(5):
        writing.tell(cast.report().events.get().pk)
    bai = cast.user("bai")

    first = queries.messages_of(bai, most=3)
    rest = queries.messages_of(bai, after=first[-1].pk, most=3)

    assert [m.pk for m in [*first, *rest]] == sorted((m.pk for m in [*first, *rest]), reverse=True)
    assert len(rest) == 2
