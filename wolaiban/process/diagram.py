"""Draw docs/process.md from the table; `--check` fails when the page is not what the table says."""

from __future__ import annotations

import sys
from pathlib import Path

from wolaiban.process.questions import ASKED
from wolaiban.process.table import LADDERS, STEPS, Step
from wolaiban.process.words import OPEN_STAGES, Role, Stage

PAGE = Path(__file__).resolve().parents[2] / "docs" / "process.md"
ACTS = {
    "urge": "催办",
    "raise": "代理上报（已在区级则提请关注）",
    "flag": "提请区联席办关注",
    "lapse": "逾期未评，办结",
}


def page() -> str:
    parts = [
        "# 办理流程",
        "此页由 `python -m wolaiban.process.diagram` 从 `wolaiban/process/table.py` 画出，请勿手改。",
        "## 环节",
        "```mermaid\n" + "\n".join(_states()) + "\n```",
        "## 步骤",
        "\n".join(_steps()),
        "## 时限到了，系统做什么",
        "\n".join(_ladders()),
        "各环节、各层级的时限长短是事项目录里的数据；目录有版本，每一件始终按登记时的版本计算。",
    ]
    return "\n\n".join(parts) + "\n"


def _states() -> list[str]:
    lines = ["stateDiagram-v2", "    [*] --> reported: 登记"]
    lines += [f"    {stage.value}: {stage.label}" for stage in Stage]
    for step in STEPS:
        everywhere = step.source == OPEN_STAGES
        for source in [] if everywhere else sorted(step.source, key=list(Stage).index):
            lines += [
                f"    {source.value} --> {to.value}: {step.label}"
                for to in step.targets(source)
                if to != source
            ]
    lines.append("    note right of withdrawn: 任何未结环节都可撤回")
    return lines


def _steps() -> list[str]:
    rows = ["| 步骤 | 标识 | 从 | 到 | 谁来办 | 须填 |", "|---|---|---|---|---|---|"]
    return rows + [_row(step) for step in STEPS]


def _row(step: Step) -> str:
    asked = "、".join(a.label if a.required else f"{a.label}（可不填）" for a in ASKED[step.name])
    who = "、".join(role.label for role in Role if role in step.by)
    to = "、".join(stage.label if stage else "不变" for stage in step.to) or "不变"
    return f"| {step.label} | `{step.name}` | {_from(step)} | {to} | {who} | {asked} |"


def _from(step: Step) -> str:
    if step.source == frozenset(Stage):
        return "任何环节"
    if step.source == OPEN_STAGES:
        return "任何未结环节"
    return "、".join(stage.label for stage in Stage if stage in step.source)


def _ladders() -> list[str]:
    rows = ["| 环节 | 时限用去 | 系统 |", "|---|---|---|"]
    for stage, ladder in LADDERS.items():
        rows += [f"| {stage.label} | {round(rung.share * 100)}% | {ACTS[rung.act]} |" for rung in ladder]
    rows.append("| 吹哨联动中 | 部门未在时限内报到，或未在期限前出具意见 | 提请区联席办关注 |")
    rows.append("| 任何未结环节 | 装入了新的工作日历 | 时限重算 |")
    rows.append("| 请补充 | 约定的时间到了 | 恢复计时 |")
    return rows


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        current = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        if current == page():
            return 0
        sys.stderr.write("docs/process.md is not what the table says: python -m wolaiban.process.diagram\n")
        return 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
