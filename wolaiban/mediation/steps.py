"""What the steps of a conference change."""

from __future__ import annotations

from wolaiban.mediation.models import AgendaItem, Conference, ConferenceTask, Recusal, Seat
from wolaiban.mediation.parts import ConferenceParts
from wolaiban.mediation.process import CHAIR
from wolaiban.process.calendar import Span, later
from wolaiban.process.words import Measure
from wolaiban.workflow.chain import commitments, digest
from wolaiban.workflow.context import StepContext
from wolaiban.workflow.usual import TASKS, add, change, drop, fill

Context = StepContext[Conference, ConferenceParts]
NOTICE = Span(2, Measure.WORKING_DAYS)


def propose(context: Context) -> None:
    context.fill("host")
    context.add(AgendaItem, case=context.subject.case, question=context.answers["question"])


def call(context: Context) -> None:
    given, host = context.answers, context.subject.host
    late = given["when"] < later(context.at, NOTICE) and "urgent" not in given
    context.refuse_if(late, "when", "至少提前 2 个工作日通知；急事请勾选“急事”。")
    context.fill("place", "outside", "chair", "recorder", meets_at="when")
    for unit in dict.fromkeys([host, *given.get("units", [])]):
        context.add(Seat, unit=unit)


def recuse(context: Context) -> None:
    """The chair's own counts at once: nobody in the room stands above."""
    item, granted = context.answers["item"], True if context.role == CHAIR else None
    twice = context.parts.is_recused(item, actor=context.by)
    context.refuse_if(twice, "item", "您已经申请回避这个议题。")
    context.add(Recusal, item=item, user=context.person, unit=context.unit, granted=granted)


def settle_item(context: Context) -> None:
    item, given = context.answers["item"], context.answers
    barred = context.parts.is_recused(item, actor=context.by)
    context.refuse_if(barred, "item", "您在这个议题上回避，请由别人议定。")
    item.outcome, item.saying = given["outcome"], given["words"]
    if "task" in given:
        give_task(context)
    context.subject.version += 1


def give_task(context: Context) -> None:
    given, item = context.answers, context.answers.get("settled") or context.answers["item"]
    barred = context.parts.is_recused(item, unit=given["owner"].pk)
    context.refuse_if(barred, "owner", "这个单位有人在这个议题上回避，不能承办它的任务。")
    context.add(ConferenceTask, item=item, text=given["task"], owner=given["owner"], deadline=given["due"])


def sign(context: Context) -> None:
    """Freeze the minutes: the event commits to the words of every item and task as they are now."""
    items = [(i.case.number, i.outcome, commitments(i.question, i.saying)) for i in context.parts.items]
    tasks = [(t.owner.code, t.deadline, commitments(t.text)) for t in context.parts.tasks]
    context.answers["minutes"] = digest({"items": items, "tasks": tasks})


def report_task(context: Context) -> None:
    barred = context.parts.is_recused(context.answers["owed_task"].item, actor=context.by)
    context.refuse_if(barred, "owed_task", "您在这个议题上回避，请由别人来报。")
    TASKS["report_task"](context)


BODIES = {
    **TASKS,
    **{body.__name__: body for body in (propose, call, recuse, settle_item, give_task, sign, report_task)},
    "list_item": add(AgendaItem, "case", "question"),
    "drop_item": drop("item"),
    "postpone": fill("place", meets_at="when"),
    "decide_recusal": change("recusal", granted=lambda context: context.answers["granted"]),
    "hold": change("present", attended=True),
}
