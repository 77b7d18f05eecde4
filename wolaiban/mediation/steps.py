"""What the steps of a conference change."""

from __future__ import annotations

from hashlib import sha256

from wolaiban.mediation.models import AgendaItem, Conference, ConferenceTask, Recusal, Seat
from wolaiban.mediation.process import CHAIR, TaskState
from wolaiban.mediation.roles import ConferenceParts
from wolaiban.process.calendar import Span, later
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import Measure
from wolaiban.workflow.chain import canonical
from wolaiban.workflow.context import StepContext

Context = StepContext[Conference, ConferenceParts]
NOTICE = Span(2, Measure.WORKING_DAYS)


def _refuse_if(wrong: bool, field: str, why: str) -> None:
    if wrong:
        raise BadAnswer({field: why})


def propose(context: Context) -> None:
    context.subject.host = context.answers["host"]
    list_item(context)


def list_item(context: Context) -> None:
    case, words = context.answers.get("case", context.subject.case), context.answers["question"]
    context.parts.items.append(AgendaItem(conference=context.subject, case=case, question=words))


def drop_item(context: Context) -> None:
    parts, item = context.parts, context.answers["item"]
    parts.items.remove(item)
    parts.recusals[:] = [recusal for recusal in parts.recusals if recusal.item != item]


def call(context: Context) -> None:
    conference, given = context.subject, context.answers
    early = given["when"] >= later(context.at, NOTICE)
    _refuse_if(not early and "urgent" not in given, "when", "至少提前 2 个工作日通知；急事请勾选“急事”。")
    postpone(context)
    conference.outside = context.words("outside")
    conference.chair, conference.recorder = given.get("chair"), given["recorder"]
    units = dict.fromkeys([conference.host, *given.get("units", [])])
    context.parts.seats.extend(Seat(conference=conference, unit=unit) for unit in units)


def postpone(context: Context) -> None:
    _refuse_if(context.answers["when"] <= context.at, "when", "开会的时间须在以后。")
    context.subject.meets_at, context.subject.place = context.answers["when"], context.words("place")


def recuse(context: Context) -> None:
    """The chair's own counts at once: nobody in the room stands above."""
    item, parts, post = context.answers["item"], context.parts, context.post
    assert post is not None
    _refuse_if(parts.is_recused(item, user=context.me), "item", "您已经申请回避这个议题。")
    recusal = Recusal(conference=context.subject, item=item, user=context.by.user, unit=post.unit)
    recusal.granted = True if context.role == CHAIR else None
    parts.recusals.append(recusal)


def decide_recusal(context: Context) -> None:
    context.answers["recusal"].granted = context.answers["granted"]


def hold(context: Context) -> None:
    for seat in context.answers["present"]:
        seat.attended = True


def settle_item(context: Context) -> None:
    item, given = context.answers["item"], context.answers
    _refuse_if(context.parts.is_recused(item, user=context.me), "item", "您在这个议题上回避，请由别人议定。")
    item.outcome, item.saying = given["outcome"], given["words"]
    if {"task", "owner", "due"} & given.keys():
        give_task(context)
    context.subject.version += 1


def give_task(context: Context) -> None:
    given, item = context.answers, context.answers.get("settled") or context.answers["item"]
    for name in ("task", "owner", "due"):
        _refuse_if(name not in given, name, "交办任务，须写清做什么、谁承办、何时办完。")
    owner, due = given["owner"], given["due"]
    barred = context.parts.is_recused(item, unit=owner.pk)
    _refuse_if(barred, "owner", "这个单位有人在这个议题上回避，不能承办它的任务。")
    _refuse_if(due <= context.at, "due", "时限须在以后。")
    task = ConferenceTask(conference=context.subject, item=item, text=given["task"], owner=owner)
    task.counted_from, task.deadline = context.at, due
    context.parts.tasks.append(task)


def sign(context: Context) -> None:
    """Freeze the minutes: the event commits to the words of every item and task as they are now."""
    items = [(i.case.number, i.outcome, _commitments(i.question, i.saying)) for i in context.parts.items]
    tasks = [(t.owner.code, t.deadline, _commitments(t.text)) for t in context.parts.tasks]
    context.answers["minutes"] = sha256(canonical({"items": items, "tasks": tasks})).hexdigest()


def _commitments(*statements: object) -> list[bytes]:
    return [bytes(getattr(statement, "commitment", b"")) for statement in statements]


def report_task(context: Context) -> None:
    task, parts = context.answers["owed_task"], context.parts
    mine = task in parts.owed_by(context.by) and not parts.is_recused(task.item, user=context.me)
    _refuse_if(not mine, "owed_task", "这项任务不由您来报。")
    task.state, task.person = str(TaskState.REPORTED), context.by.user


def check_off(context: Context) -> None:
    task = context.answers["reported_task"]
    _refuse_if(task.person_id == context.me, "reported_task", "自己报的任务，须由别人来销号。")
    task.state, task.done_at = str(TaskState.DONE), context.at


def send_back(context: Context) -> None:
    check_off(context)
    task = context.answers["reported_task"]
    task.state, task.done_at = str(TaskState.RETURNED), None


def drop_task(context: Context) -> None:
    context.answers["open_task"].state = str(TaskState.DROPPED)


TAKEN = (
    propose, list_item, drop_item, call, postpone, recuse, decide_recusal, hold, settle_item, give_task, sign,
    report_task, check_off, send_back, drop_task,
)  # fmt: skip
BODIES = {body.__name__: body for body in TAKEN}
