"""Registering: once, whole, by somebody who may, and nothing of it when it is refused."""

from typing import Any

import pytest

from tests.cast import CHENGGUAN, DAGAOSHE, DONGFEN, URBAN, Cast, unit
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.models import Attachment, Case
from wolaiban.process.errors import BadAnswer, NotAllowed
from wolaiban.process.words import Channel
from wolaiban.residents.models import Resident
from wolaiban.uploads.cleaning import Cleaned


def a_report(**facts: Any) -> Report:
    usual: dict[str, Any] = {"unit": unit(DONGFEN), "words": "台阶没有扶手。", "reporters": [Reporter()]}
    return Report(**(usual | facts))


def test_a_new_person_goes_to_the_vault_and_an_old_one_is_recognised(cast: Cast) -> None:
    people = [Reporter(name="赵小满", phone="13800000077")]
    first = register(a_report(reporters=people), by=cast.actor("qin"))
    second = register(a_report(reporters=people), by=cast.actor("bai"))

    assert first.complainants.get().resident == second.complainants.get().resident
    assert first.complainants.get().reachable
    assert "赵小满" not in bytes(first.events.get().body).decode()


def test_the_same_key_makes_one_case(cast: Cast) -> None:
    first = register(a_report(key="k-1"), by=cast.actor("qin"))
    second = register(a_report(key="k-1"), by=cast.actor("qin"))
    assert first == second
    assert Case.objects.count() == 1


def test_somebody_elses_key_is_not_taken_over(cast: Cast) -> None:
    register(a_report(key="k-1"), by=cast.actor("qin"))
    with pytest.raises(BadAnswer, match="他人"):
        register(a_report(key="k-1"), by=cast.actor("bai"))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"words": "  "}, "words"),
        ({"words": "\u200b\u200b"}, "words"),
        ({"words": "\u3164 \ufe0f\u2800"}, "words"),
        ({"words": "长" * 5001}, "words"),
        ({"reporters": []}, "reporters"),
        ({"reporters": [Reporter(representative=True)] * 6}, "reporters"),
        ({"reporters": [Reporter(name="某人", phone="12")]}, "phone"),
    ],
)
def test_what_will_not_do_is_named_and_nothing_is_stored(
    cast: Cast, facts: dict[str, Any], field: str
) -> None:
    before = Resident.objects.count()
    with pytest.raises(BadAnswer) as refusal:
        register(a_report(**facts), by=cast.actor("qin"))
    assert field in refusal.value.fields
    assert (Case.objects.count(), Resident.objects.count()) == (0, before)


def test_departments_are_no_place_and_old_categories_no_kind(cast: Cast) -> None:
    category = cast.category()
    category.active = False
    with pytest.raises(BadAnswer) as refusal:
        register(a_report(unit=unit(URBAN), category=category), by=cast.actor("shen"))
    assert set(refusal.value.fields) == {"unit", "category"}


def test_any_number_may_join_but_five_represent(cast: Cast) -> None:
    crowd = [Reporter(name=f"居民{n}", phone=f"1380000{n:04d}", representative=n < 5) for n in range(30)]
    case = register(a_report(reporters=crowd), by=cast.actor("qin"))
    assert case.complainants.count() == 30


def test_the_same_person_twice_in_one_report_is_one_complainant(cast: Cast) -> None:
    person = Reporter(name="赵小满", phone="13800000077")
    assert register(a_report(reporters=[person, person]), by=cast.actor("qin")).complainants.count() == 1


@pytest.mark.parametrize("who", ["qin", "zhi", "gao", "shen", "wang"])
def test_who_may_register_for_the_village(cast: Cast, who: str) -> None:
    case = register(a_report(), by=cast.actor(who))
    assert (case.holder, case.agent) == (unit(DONGFEN), unit(DONGFEN).studio)


@pytest.mark.parametrize("who", ["zhou", "tang", "he", "jian", "guan", "cheng"])
def test_who_may_not(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        register(a_report(), by=cast.actor(who))


def test_trouble_found_by_ourselves_needs_no_complainant(cast: Cast) -> None:
    case = register(a_report(reporters=[], channel=Channel.VOLUNTEER), by=cast.actor("zhi"))
    assert case.complainants.count() == 0
    assert case.events.get().role == ""


def test_a_matter_of_the_township_itself_stays_there(cast: Cast) -> None:
    case = register(a_report(unit=unit(CHENGGUAN)), by=cast.actor("gao"))
    assert case.township == case.holder == unit(CHENGGUAN)
    assert case.events.get().role == "agent"


def test_photos_are_kept_by_their_digest(cast: Cast) -> None:
    photo = Cleaned(content=b"picture", media_type="image/jpeg", name="台阶.jpg")
    case = register(a_report(photos=[photo]), by=cast.actor("qin"))
    attachment = Attachment.objects.get(case=case)
    assert case.events.get().answers["photos"] == [
        {"attachment": attachment.pk, "sha256": bytes(attachment.digest).hex()}
    ]


def test_the_title_is_taken_from_the_words(cast: Cast) -> None:
    assert register(a_report(words="一\n二  三"), by=cast.actor("qin")).title == "一 二 三"
    assert register(a_report(title="扶手"), by=cast.actor("qin")).title == "扶手"


def test_numbers_are_readable_and_never_repeat(cast: Cast) -> None:
    numbers = {register(a_report(unit=unit(DAGAOSHE)), by=cast.actor("zhou")).number for _ in range(3)}
    assert len(numbers) == 3
    assert all(len(number.split("-")) == 3 for number in numbers)
