"""The inbox asks of people what the process table lets them do, and of nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.cast import DAGAOSHE, HAIYI, POSTS, WAYS, Cast
from wolaiban.cases.models import Case
from wolaiban.cases.queries.inbox import finished_by, inbox_of
from wolaiban.cases.queries.tasks import TASKS, Whose, cases_to, tasks_of
from wolaiban.people.models import Post
from wolaiban.workflow.clock import sweep
from wolaiban.workflow.offers import available

MUST = {
    "accept", "take_up", "report_in", "contribute", "uphold", "redo", "grant", "uphold_summons", "answer",
}  # fmt: skip


def told(cast: Cast, who: str) -> dict[str, list[str]]:
    inbox = inbox_of(cast.actor(who))
    return {group.task.key: [line.case.number for line in group.lines] for group in inbox.groups}


def awaited(cast: Cast, who: str) -> dict[str, list[str]]:
    inbox = inbox_of(cast.actor(who))
    return {group.task.key: [line.case.number for line in group.lines] for group in inbox.awaited}


def why(cast: Cast, who: str) -> list[str]:
    return [line.why for group in inbox_of(cast.actor(who)).groups for line in group.lines]


def extension_asked(cast: Cast, rail: Case) -> None:
    cast.take("accept", rail, "qin", handler=cast.user("bai"))
    cast.take("extend", rail, "bai")


def objected(cast: Cast, rail: Case) -> None:
    cast.moved_to("joint", rail)
    cast.take("object", rail, "he")


def reported_in(cast: Cast, rail: Case) -> None:
    cast.moved_to("joint", rail)
    cast.take("report_in", rail, "he")


def supervised(cast: Cast, rail: Case) -> None:
    cast.moved_to("working", rail)
    cast.take("supervise", rail, "shen")


def guided_back(cast: Cast, rail: Case) -> None:
    cast.moved_to("raised", rail)
    cast.take("guide", rail, "gao")


def left_alone(cast: Cast, rail: Case) -> None:
    cast.take("accept", rail, "bai")
    Post.objects.filter(user=cast.user("bai")).update(ends=now().date())


def flagged(cast: Cast, rail: Case) -> None:
    cast.moved_to("raised", rail)
    sweep(now() + timedelta(days=30))


def disputed_above(cast: Cast, rail: Case) -> None:
    for step, by in [("accept", "qin"), ("raise", "qin"), ("take_up", "gao"), ("raise", "gao")]:
        cast.take(step, rail, by)
    cast.take("take_up", rail, "shen")
    for step, by in [("resolve", "shen"), ("answer", "qin"), ("dispute", "wang")]:
        cast.take(step, rail, by)


def at_stage(stage: str) -> Callable[[Cast, Case], None]:
    def play(cast: Cast, rail: Case) -> None:
        cast.moved_to(stage, rail)

    return play


SCENES: dict[str, Callable[[Cast, Case], None]] = {
    **{stage: at_stage(stage) for stage in WAYS},
    **{
        play.__name__: play
        for play in (
            extension_asked, objected, reported_in, supervised, guided_back, left_alone, flagged, disputed_above,
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("scene", SCENES)
def test_a_task_is_given_exactly_to_those_whom_the_table_lets_do_it(cast: Cast, scene: str) -> None:
    rail = cast.report()
    SCENES[scene](cast, rail)
    rail = Case.objects.get(pk=rail.pk)

    for who in POSTS:
        actor = cast.actor(who)
        open_steps = {o.step.name for o in available(actor, cast.circle(rail).case) if o.obstacle is None}
        given = [
            task for task, _ in tasks_of(Whose.of(actor)) if cases_to(task.key, actor).filter(pk=rail.pk)
        ]

        assert len(given) < 2, f"{who} has it under {[task.heading for task in given]}"
        for task in given:
            if task.awaited:
                continue
            assert open_steps & set(task.steps), f"{who} is asked for “{task.heading}” but may not"
        if open_steps & MUST:
            assert given, f"{who} may {open_steps & MUST} and is not told"


def test_each_officer_is_told_what_is_theirs(cast: Cast) -> None:
    fresh, joint, disputed = cast.report(), cast.report("灯坏了。"), cast.report("井盖松了。")
    cast.moved_to("joint", joint)
    cast.moved_to("disputed", disputed)

    assert told(cast, "qin") == {"to_accept": [fresh.number]}
    assert told(cast, "fang") == {"to_decide": [disputed.number]}
    assert awaited(cast, "fang") == {"departments": [joint.number]}
    assert told(cast, "he") == {"to_report_in": [joint.number]}
    assert told(cast, "cheng") == {"disputed": [disputed.number]}
    assert told(cast, "ning") == told(cast, "zhou") == told(cast, "jian") == told(cast, "guan") == {}


def test_what_is_pressed_for_comes_first_and_only_once(cast: Cast) -> None:
    calm, pressed = cast.report(), cast.report("灯坏了。")
    for case in (calm, pressed):
        cast.take("accept", case, "qin")
    cast.take("urge", pressed, "wang")

    assert list(told(cast, "qin").items()) == [("pressed", [pressed.number]), ("mine", [calm.number])]


def test_an_urge_is_over_when_the_case_has_moved_on(cast: Cast) -> None:
    rail = cast.report()
    cast.take("urge", rail, "wang")
    cast.take("accept", rail, "qin")

    assert told(cast, "qin") == {"mine": [rail.number]}


def test_a_case_whose_handler_has_left_is_not_forgotten(cast: Cast) -> None:
    rail = cast.report()
    left_alone(cast, rail)

    assert told(cast, "qin") == {"unassigned": [rail.number]}
    assert why(cast, "qin") == ["经办人白玉兰已不在岗"]


def test_the_handler_is_told_when_all_departments_have_spoken(cast: Cast) -> None:
    rail = cast.moved_to("joint", cast.report())
    assert awaited(cast, "fang") == {"departments": [rail.number]}

    cast.take("contribute", rail, "he")
    cast.take("contribute", rail, "ma")
    assert why(cast, "fang") == ["部门意见已齐，可以办结"]


def test_a_withdrawn_case_no_longer_calls_departments(cast: Cast) -> None:
    rail = cast.moved_to("joint", cast.report())
    cast.take("withdraw", rail, "wang")

    assert told(cast, "he") == {}


def test_the_district_is_done_with_a_flag_once_it_has_given_an_instruction(cast: Cast) -> None:
    rail = cast.report()
    flagged(cast, rail)
    rail.refresh_from_db()
    assert told(cast, "shen") == {"flagged": [rail.number]}

    cast.take(
        "supervise",
        rail,
        "shen",
        at=rail.changed_at + timedelta(hours=1),
        due=rail.changed_at + timedelta(days=3),
    )
    assert told(cast, "shen") == {}
    assert awaited(cast, "shen") == {"ordered": [rail.number]}
    assert told(cast, "fang") == {"pressed": [rail.number]}


def test_the_most_urgent_comes_first_and_what_is_paused_last(cast: Cast) -> None:
    paused, later, sooner = (
        cast.report(words, at=now() - timedelta(days=1)) for words in ("甲。", "乙。", "丙。")
    )
    cast.take("accept", paused, "qin", tier="minor")
    cast.take("pause", paused, "qin")
    cast.take("accept", later, "qin", tier="hard")
    cast.take("accept", sooner, "qin", tier="minor")

    assert told(cast, "qin")["mine"] == [sooner.number, later.number, paused.number]


def test_what_presses_is_late_or_due_within_a_day(cast: Cast) -> None:
    late = cast.report(at=now() - timedelta(days=3))
    soon, later = cast.report("灯坏了。"), cast.report("井盖响。")
    Case.objects.filter(pk=soon.pk).update(deadline=now() + timedelta(hours=23))
    Case.objects.filter(pk=later.pk).update(deadline=now() + timedelta(hours=25))
    cast.report("外村的事。", at_unit=DAGAOSHE, by="zhou", at=now() - timedelta(days=3))

    inbox = inbox_of(cast.actor("qin"), at=now())
    assert (inbox.overdue, inbox.soon, inbox.number) == (1, 1, 3)
    assert [line.case for line in inbox.first] == [late, soon]
    [group] = inbox.calm_groups
    assert ([line.case for line in group.calm], group.rest, group.beyond) == ([later], 1, 0)


def test_what_presses_while_others_are_waited_for_presses_all_the_same(cast: Cast) -> None:
    rail = cast.moved_to("joint", cast.report())
    inbox = inbox_of(cast.actor("fang"), at=now() + timedelta(days=60))
    assert [line.case for line in inbox.first] == [rail]
    assert (inbox.overdue, inbox.owed, inbox.awaited_groups) == (1, 0, [])


def test_others_are_waited_for(cast: Cast) -> None:
    raised, told_of = cast.report(), cast.report("灯坏了。")
    cast.moved_to("raised", raised)
    cast.moved_to("answered", told_of)
    assert awaited(cast, "qin") == {"above": [raised.number], "residents": [told_of.number]}
    assert inbox_of(cast.actor("qin")).owed == 2


def test_what_was_finished_this_week_is_counted_for_whoever_finished_it(cast: Cast) -> None:
    rail, joint = cast.moved_to("resolved", cast.report()), cast.moved_to("joint", cast.report("灯坏了。"))
    cast.take("contribute", joint, "he")
    before = cast.moved_to("resolved", cast.report("早办完的。"))
    Case.objects.filter(pk=before.pk).update(resolved_at=now() - timedelta(days=8))

    assert rail.handler is not None
    whose = finished_by(cast.actor(rail.handler.username))
    assert (whose.cases, whose.number) == ([rail], 1)
    department = finished_by(cast.actor("he"))
    assert (department.cases, department.number) == ([joint], 1)
    assert finished_by(cast.actor("ning")).number == 0


def test_the_morning_line_counts_beyond_what_is_shown(cast: Cast) -> None:
    for n in range(25):
        cast.report(f"第 {n} 件。", reporters=(), at=now() - timedelta(days=3))
    assert inbox_of(cast.actor("qin")).overdue == 25


@pytest.mark.parametrize("who", POSTS)
def test_no_matter_stands_under_two_headings(cast: Cast, who: str) -> None:
    for n, play in enumerate(SCENES.values()):
        if play is not left_alone and play is not flagged:
            play(cast, cast.report(f"第 {n} 件。"))
    flagged(cast, cast.report())
    actor = cast.actor(who)
    given = [
        (number, task.key)
        for task, _ in tasks_of(Whose.of(actor))
        for number in cases_to(task.key, actor).values_list("number", flat=True)
    ]
    assert len({number for number, _ in given}) == len(given), given


def test_the_morning_line_counts_a_departments_own_clocks(cast: Cast) -> None:
    cast.moved_to("joint", cast.report())

    assert inbox_of(cast.actor("he"), at=now() + timedelta(days=2)).overdue == 1
    assert inbox_of(cast.actor("ning"), at=now() + timedelta(days=2)).overdue == 0


def test_a_neighbour_is_told_nothing(cast: Cast) -> None:
    for stage in WAYS:
        cast.moved_to(stage, cast.report(f"{stage}。"))
    cast.report("海逸的事。", at_unit=HAIYI, by="meng")

    assert told(cast, "zhou") == told(cast, "dong") == told(cast, "ke") == {}
    assert len(told(cast, "meng")["to_accept"]) == 1


def test_every_task_has_its_own_key_and_heading() -> None:
    assert len({task.key for task in TASKS}) == len({task.heading for task in TASKS}) == len(TASKS)
