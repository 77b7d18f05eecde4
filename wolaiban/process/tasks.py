"""Tasks: what one unit owes by a day, reports as done, and somebody else checks off. Rows of kinds that give them."""

from __future__ import annotations

from typing import Any

from wolaiban.process.answers import OneListed
from wolaiban.process.questions import Question
from wolaiban.process.words import Shape, Word


class TaskState(Word):
    OPEN = "open", "在办"
    REPORTED = "reported", "已报，待销号"
    DONE = "done", "已销号"
    RETURNED = "returned", "已退回"
    DROPPED = "dropped", "已撤销"

    @property
    def is_owed(self) -> bool:
        """Whether its owner still has to do something."""
        return self in {TaskState.OPEN, TaskState.RETURNED}

    @classmethod
    def owed_ones(cls) -> list[TaskState]:
        return [state for state in cls if state.is_owed]

    @property
    def shape(self) -> Shape:
        return SHAPES[self]


SHAPES = {
    TaskState.OPEN: Shape.RUNS,
    TaskState.REPORTED: Shape.WAITS,
    TaskState.DONE: Shape.DONE,
    TaskState.RETURNED: Shape.CONTESTED,
    TaskState.DROPPED: Shape.PUT_AWAY,
}


def is_owed(task: Any) -> bool:
    return TaskState(task.state).is_owed


def is_reported(task: Any) -> bool:
    return TaskState(task.state) is TaskState.REPORTED


def is_open(task: Any) -> bool:
    return is_owed(task) or is_reported(task)


# fmt: off
TASK_QUESTIONS = (
    Question("owed_task", "哪项任务", OneListed("tasks", is_owed, for_unit="owner", none="贵单位没有要报的任务。")),
    Question("reported_task", "哪项任务", OneListed(
        "tasks", is_reported, not_by="person", none="没有别人报来待销号的任务：自己报的，须由别人来销号。",
    )),
    Question("open_task", "哪项任务", OneListed("tasks", is_open, none="没有在办的任务。")),
)
# fmt: on
