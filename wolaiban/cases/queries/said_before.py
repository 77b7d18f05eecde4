"""What a form may start with: words that were written in the case already, and what was taken back just now."""

from __future__ import annotations

from typing import Any

from wolaiban.cases.models import Case, Event, Statement
from wolaiban.cases.presentation import STARTS_WITH


def starts(case: Case, step: str, questions: set[str]) -> dict[str, str]:
    """By question, what is there already; nothing for most."""
    drafts = _taken_back(case, step)
    wanted = {name: STARTS_WITH[step, name] for name in questions if (step, name) in STARTS_WITH}
    said = {name: _said(_last(case, source), question) for name, (source, question) in wanted.items()}
    return {name: words for name, words in {**said, **drafts}.items() if words and name in questions}


def _taken_back(case: Case, step: str) -> dict[str, str]:
    """The words and choices of this step, where it was taken back and nothing happened since."""
    last = case.events.order_by("-seq").first()
    if last is None or step not in last.answers.get("undone", ()):
        return {}
    undone = _last(case, step)
    return {name: _said(undone, name) for name in undone.answers} if undone else {}


def _last(case: Case, step: str) -> Event | None:
    return case.events.filter(step=step).order_by("-seq").first()


def _said(event: Event | None, question: str) -> str:
    """Words, or the code of what was chosen."""
    given: Any = event.answers.get(question) if event else None
    if isinstance(given, dict) and "statement" in given:
        return Statement.objects.filter(pk=given["statement"]).values_list("words", flat=True).first() or ""
    return given if isinstance(given, str) else ""
