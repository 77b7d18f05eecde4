"""Draw docs/process/, a page for each kind, from the tables; `--check` fails when a page is not what its table says."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

from wolaiban.process.grammar import Rung, Step
from wolaiban.process.registry import AnyProcess, every_process
from wolaiban.process.words import in_order

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "process"
AnyStep = Step[Any, Any]


def page(process: AnyProcess) -> str:
    parts = [
        f"# {process.label}的办理流程",
        f"此页由 `python -m wolaiban.process.diagram` 从 `{process.name}` 的流程表画出，请勿手改。",
        "## 环节",
        "```mermaid\n" + "\n".join(_states(process)) + "\n```",
        "## 步骤",
        "\n".join(_steps(process)),
    ]
    if process.ladders or process.alarms:
        parts += ["## 时限到了，系统做什么", "\n".join(_ladders(process)), process.about_limits]
    return "\n\n".join(filter(None, parts)) + "\n"


def _states(process: AnyProcess) -> Iterator[str]:
    yield "stateDiagram-v2"
    for stage in process.all_stages:
        yield f"    {stage.value}: {stage.label}"
    for step in process.steps:
        if step.begins:
            yield from (f"    [*] --> {to.value}: {step.label}" for to in step.to if to)
        elif _are_all_open(process, step.source):
            yield from (f"    note right of {to.value}: 任何未结环节都可{step.label}" for to in step.to if to)
        else:
            yield from _arrows(step)


def _arrows(step: AnyStep) -> Iterator[str]:
    for source in in_order(step.source):
        for to in step.targets(source):
            if to != source:
                yield f"    {source.value} --> {to.value}: {step.label}"


def _are_all_open(process: AnyProcess, stages: Set[Any]) -> bool:
    """Too many arrows to draw: a kind with one or two open stages has them drawn all the same."""
    open_stages = {stage for stage in process.all_stages if stage.is_open}
    return len(open_stages) > 2 and stages == open_stages


def _steps(process: AnyProcess) -> Iterator[str]:
    yield "| 步骤 | 标识 | 从 | 到 | 谁来办 | 须填 |"
    yield "|---|---|---|---|---|---|"
    for step in process.steps:
        asked = process.asked[step.name]
        asks = "、".join(a.label if a.required else f"{a.label}（可不填）" for a in asked)
        who = "、".join(role.label for role in in_order(step.by))
        to = "、".join(stage.label if stage else "不变" for stage in step.to) or "不变"
        yield f"| {step.label} | `{step.name}` | {_stages(process, step.source)} | {to} | {who} | {asks} |"


def _stages(process: AnyProcess, stages: Set[Any]) -> str:
    if not stages:
        return "（从这里开始）"
    if len(stages) == len(process.all_stages):
        return "任何环节"
    if _are_all_open(process, stages):
        return "任何未结环节"
    return "、".join(stage.label for stage in in_order(stages))


def _ladders(process: AnyProcess) -> Iterator[str]:
    yield "| 环节 | 时限用去 | 系统 |"
    yield "|---|---|---|"
    for stage, ladder in process.ladders.items():
        for rung in ladder:
            yield f"| {stage.label} | {round(rung.share * 100)}% | {_act(process, rung)} |"
    for alarm in process.alarms:
        act = process.by_name[alarm.act].label
        yield f"| {_stages(process, alarm.at)} | {alarm.when} | {act} |"


def _act(process: AnyProcess, rung: Rung) -> str:
    act = process.by_name[rung.act].label
    return f"{act}（没有上一级的，{process.by_name[rung.at_top].label}）" if rung.at_top else act


def main(arguments: list[str]) -> int:
    drawn = {FOLDER / f"{process.name}.md": page(process) for process in every_process()}
    there = {path: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    if "--check" in arguments:
        wrong = [path for path in drawn.keys() | there.keys() if drawn.get(path) != there.get(path)]
        for path in sorted(wrong):
            sys.stderr.write(f"docs/process/{path.name} 与流程表不符：python -m wolaiban.process.diagram\n")
        return 1 if wrong else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in there.keys() - drawn.keys():
        path.unlink()
    for path, text in drawn.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
