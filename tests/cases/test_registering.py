"""Registering: once, whole, by somebody who may, and nothing of it when it is refused."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError

from tests.cast import CHENGGUAN, DAGAOSHE, DONGFEN, URBAN, Cast, unit
from wolaiban.cases.actions.registering import Report, Reporter, register, registered
from wolaiban.cases.models import Attachment, Case, Complainant, Event, Statement
from wolaiban.process.errors import BadAnswer, NotAllowed
from wolaiban.process.words import Channel
from wolaiban.residents.models import Resident
from wolaiban.residents.vault import open_identity
from wolaiban.uploads.cleaning import Cleaned
from wolaiban.workflow.idempotency import Once
from wolaiban.workflow.models import Submission


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


def test_what_somebody_named_twice_said_the_second_time_is_kept(cast: Cast) -> None:
    first = Reporter(name="赵小满", phone="13800000077")
    again = Reporter(name="赵小满", phone="13800000077（晚上打）", address="东坟村一组")

    case = register(a_report(reporters=[first, again]), by=cast.actor("qin"))

    told = open_identity(case.complainants.get().resident)
    assert (told.phone, told.phone_note, told.address) == ("13800000077", "晚上打", "东坟村一组")


def test_what_somebody_known_says_anew_is_added_with_the_case_or_not_at_all(cast: Cast) -> None:
    known = Reporter(name="赵小满", phone="13800000077")
    register(a_report(reporters=[known], key="k-1"), by=cast.actor("qin"))
    again = replace(known, address="东坟村一组")
    resident = Resident.objects.get(pk=Complainant.objects.get().resident_id)

    register(a_report(reporters=[again], key="k-1"), by=cast.actor("qin"))  # the key was used
    resident.refresh_from_db()
    assert resident.address is None

    register(a_report(reporters=[again], key="k-2"), by=cast.actor("qin"))
    resident.refresh_from_db()
    assert open_identity(resident).address == "东坟村一组"
    assert Complainant.objects.filter(resident=resident).count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_is_refused_at_the_very_end_leaves_nothing(cast: Cast) -> None:
    """All is written in one text: the key stands at its end."""
    by, before = cast.actor("qin"), Resident.objects.count()
    report = a_report(reporters=[Reporter(name="赵小满", phone="13800000077")])
    once = Once.of("k-1")
    registered(report, by=by, once=once)

    with pytest.raises(IntegrityError):
        registered(a_report(reporters=[Reporter(name="钱小雪", phone="13800000078")]), by=by, once=once)

    counts = [model.objects.count() for model in (Case, Event, Statement, Complainant, Submission)]
    assert counts == [1] * 5
    assert Resident.objects.count() == before + 1


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
