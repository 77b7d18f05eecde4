"""How an edition is laid out for reading: its promises as a table, its kinds of matter by their top kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from wolaiban.cases.process import CASE
from wolaiban.catalogue.models import Category, Edition
from wolaiban.catalogue.promises import LIMITED_STAGES, NoLimit, Promises
from wolaiban.catalogue.tree import Branch, branches_of
from wolaiban.process.words import Stage, Tier

MEASURED = {
    Stage.REPORTED: "从登记到受理",
    Stage.WORKING: "从受理到办结",
    Stage.RAISED: "从上报到上一级承接或退回指导",
    Stage.JOINT: "从吹哨到各部门出具意见，吹哨时另定日期的以另定的为准",
    Stage.RESOLVED: "从办结到把结果告诉反映人",
    Stage.ANSWERED: "从反馈到反映人评价",
    Stage.DISPUTED: "从提出异议到上一级复核",
    Stage.CLOSED: "办结以后，反映人还可以要求重新办理",
}
SHARES = {0.8: "用去八成时", 1.0: "到时", 2.0: "用到两倍时"}


def meaning_of(stage: Stage) -> str:
    """What is measured, and what the clock does then: the ladder of the table, in words."""
    ladder = "，".join(
        f"{SHARES[rung.share]}{CASE.words_of_clock(rung.act).act}" for rung in CASE.ladders.get(stage, ())
    )
    return f"{MEASURED[stage]}。{f'{ladder}。' if ladder else ''}"


@dataclass(frozen=True)
class PromiseRow:
    stage: Stage
    meaning: str
    spans: Sequence[str]  # for each tier in turn

    @property
    def label(self) -> str:
        return "办结后可重办" if self.stage is Stage.CLOSED else self.stage.label

    @property
    def same(self) -> str:
        """The one span, where the tier makes no difference."""
        return self.spans[0] if len(set(self.spans)) == 1 else ""


def promise_rows(promises: Promises) -> list[PromiseRow]:
    """The general promises, a row for each stage that waits for somebody."""
    return [
        PromiseRow(stage, meaning_of(stage), [_span(promises, stage, tier) for tier in Tier])
        for stage in LIMITED_STAGES
    ]


def _span(promises: Promises, stage: Stage, tier: Tier) -> str:
    try:
        return str(promises.span(None, stage, tier))
    except NoLimit:
        return "未定"


@dataclass
class TopCategory:
    """A top kind of matter with everything under it."""

    top: Category
    branches: list[Branch] = field(default_factory=list)


def chapters_of(edition: Edition, words: str = "") -> list[TopCategory]:
    """The tree by top kind. With words, only the kinds whose full name has them all; a draft shows what is out of use."""
    chapters: list[TopCategory] = []
    for branch in branches_of(edition.pk):
        if branch.depth == 1:
            chapters.append(TopCategory(branch.category))
        if edition.is_draft or branch.category.active:
            chapters[-1].branches.append(branch)
    wanted = words.split()
    if wanted:
        for chapter in chapters:
            chapter.branches = [branch for branch in chapter.branches if _has(branch, wanted)]
    return [chapter for chapter in chapters if chapter.branches]


def _has(branch: Branch, words: Iterable[str]) -> bool:
    return all(word.lower() in branch.category.path.lower() for word in words)
