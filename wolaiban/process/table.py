"""The process table: who may take which step from which stage to which, and what must be given.

Permissions, buttons, forms, deadlines, escalation, history wording, tests and docs/process.md are all read
from here. The rules behind the rows are in the house's design and in 信访工作条例 and 接诉即办工作条例.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from wolaiban.process.words import OPEN_STAGES, Role, Stage

REPORTED, WORKING, RAISED, JOINT = Stage.REPORTED, Stage.WORKING, Stage.RAISED, Stage.JOINT
RESOLVED, ANSWERED, DISPUTED = Stage.RESOLVED, Stage.ANSWERED, Stage.DISPUTED
CLOSED, DECLINED, WITHDRAWN, MERGED = Stage.CLOSED, Stage.DECLINED, Stage.WITHDRAWN, Stage.MERGED
RESIDENT, AGENT, HANDLER, LEAD = Role.RESIDENT, Role.AGENT, Role.HANDLER, Role.LEAD
ABOVE, SUMMONED, SUPERVISOR, CLOCK = Role.ABOVE, Role.SUMMONED, Role.SUPERVISOR, Role.CLOCK
IMPORTER = Role.IMPORTER

ANY = frozenset(Stage)
SAME = None  # among targets: the case stays where it is


@dataclass(frozen=True)
class Step:
    """One row. An empty `to` leaves the stage as it is; where there are several, the body of the step says which."""

    name: str
    label: str
    source: Set[Stage]
    to: tuple[Stage | None, ...]
    by: Set[Role]
    asks: tuple[str, ...] = ()  # names of questions; a trailing "?" marks one that may be left empty
    done: str = ""  # how the history tells it

    @property
    def story(self) -> str:
        return self.done or self.label

    def targets(self, at: Stage) -> tuple[Stage, ...]:
        return tuple(stage or at for stage in self.to) or (at,)


# fmt: off
STEPS: tuple[Step, ...] = (
    #    name              label           from                        to           who may do it           what must be given                           history
    Step("accept",          "受理",        {REPORTED},                 (WORKING,),  {HANDLER},              ("category", "tier", "handler"),             "受理了此件"),
    Step("decline",         "不予受理",    {REPORTED},                 (DECLINED,), {LEAD},                 ("lawful_way", "reason", "guidance"),        "决定不予受理，并告知了合法途径"),
    Step("assign",          "指派",        {WORKING},                  (),          {LEAD},                 ("handler",),                                "指派了经办人"),
    Step("reclassify",      "调整事项",    {REPORTED, WORKING},        (),          {HANDLER},              ("category", "tier", "reason"),              "调整了事项类别或层级"),
    Step("raise",           "代理上报",    {REPORTED, WORKING},        (RAISED,),   {HANDLER, CLOCK},       ("tried", "asked", "as_petition?"),          "代理上报到上一级"),
    Step("guide",           "指导退办",    {RAISED},                   (WORKING,),  {HANDLER},              ("advice",),                                 "给出指导意见，交回继续办理"),
    Step("take_up",         "提级承接",    {RAISED},                   (WORKING,),  {HANDLER},              ("handler",),                                "提级承接"),
    Step("whistle",         "吹哨",        {WORKING},                  (JOINT,),    {LEAD},                 ("lead_department", "assisting?", "question", "due", "urgent?"), "吹哨，请部门报到"),
    Step("report_in",       "报到",        {JOINT},                    (),          {SUMMONED},             ("contact",),                                "报到"),
    Step("object",          "职责异议",    {JOINT},                    (),          {SUMMONED},             ("reason", "legal_basis", "contact?"),       "提出职责异议"),
    Step("uphold_summons",  "维持吹哨",    {JOINT},                    (),          {ABOVE, SUPERVISOR},    ("summons", "reason"),                       "维持吹哨，部门继续办理"),
    Step("release_summons", "解除吹哨",    {JOINT},                    (),          {LEAD, ABOVE, SUPERVISOR}, ("summons", "reason"),                    "异议成立，解除对该部门的吹哨"),
    Step("contribute",      "部门办理意见", {JOINT},                   (),          {SUMMONED},             ("result", "photos?"),                       "出具了办理意见"),
    Step("call_off",        "解除联动",    {JOINT},                    (WORKING,),  {LEAD},                 ("reason",),                                 "解除联动，继续由本单位办理"),
    Step("ask",             "请补充",      {WORKING, JOINT},           (),          {HANDLER},              ("question", "until"),                       "请反映人补充情况"),
    Step("supply",          "补充",        OPEN_STAGES,                (),          {RESIDENT, AGENT},      ("words?", "photos?"),                       "补充了情况"),
    Step("interim",         "阶段答复",    {WORKING, RAISED, JOINT},   (),          {HANDLER, AGENT},       ("message",),                                "作了阶段答复"),
    Step("extend",          "申请延期",    {WORKING, JOINT},           (),          {HANDLER},              ("days", "reason"),                          "申请延期"),
    Step("grant",           "同意延期",    {WORKING, JOINT},           (),          {LEAD},                 ("message?",),                               "同意延期"),
    Step("refuse",          "不同意延期",  {WORKING, JOINT},           (),          {LEAD},                 ("reason",),                                 "不同意延期"),
    Step("pause",           "暂停计时",    {WORKING, JOINT},           (),          {HANDLER},              ("pause_reason", "until", "message?"),       "暂停计时"),
    Step("resume",          "恢复计时",    {WORKING, JOINT},           (),          {HANDLER, CLOCK},       ("message?",),                               "恢复计时"),
    Step("resolve",         "办结",        {REPORTED, WORKING, JOINT}, (RESOLVED,), {HANDLER},              ("disposition", "root_cause", "result", "category?", "photos?"), "办理完毕"),
    Step("answer",          "反馈",        {RESOLVED},                 (ANSWERED, RESOLVED), {AGENT, HANDLER}, ("answer_channel", "message", "told_at?", "complainants?"), "向反映人反馈了结果"),
    Step("confirm",         "评价",        {ANSWERED},                 (CLOSED, ANSWERED, DISPUTED), {RESIDENT, AGENT}, ("complainant?", "solved", "satisfaction", "close_anyway?", "words?", "photos?"), "对结果作了评价"),
    Step("dispute",         "不满意",      {ANSWERED},                 (DISPUTED,), {RESIDENT},             ("words?", "photos?"),                       "对结果有异议"),
    Step("lapse",           "逾期未评",    {ANSWERED},                 (CLOSED,),   {CLOCK},                (),                                          "期满未评价，自动办结"),
    Step("call_back",       "回访",        {ANSWERED, CLOSED},         (SAME, CLOSED, DISPUTED), {AGENT, SUPERVISOR}, ("complainant?", "reached", "solved?", "satisfaction?", "message?"), "做了回访"),
    Step("uphold",          "维持答复",    {DISPUTED},                 (CLOSED,),   {ABOVE},                ("reason", "remedies"),                      "复核后维持原答复，并告知了救济途径"),
    Step("redo",            "责成重办",    {DISPUTED},                 (WORKING,),  {ABOVE},                ("instruction",),                            "复核后责成重新办理"),
    Step("reopen",          "重新办理",    {CLOSED},                   (WORKING,),  {RESIDENT, SUPERVISOR}, ("words?", "photos?"),                       "要求重新办理"),
    Step("withdraw",        "撤回",        OPEN_STAGES,                (WITHDRAWN,), {RESIDENT, AGENT},     ("words",),                                  "撤回了诉求"),
    Step("merge",           "并案",        {REPORTED, WORKING},        (MERGED,),   {HANDLER},              ("into", "reason"),                          "并入另一件一同办理"),
    Step("unmerge",         "拆案",        {MERGED},                   (WORKING,),  {HANDLER},              ("reason",),                                 "从并案中拆出，单独办理"),
    Step("urge",            "催办",        OPEN_STAGES,                (),          {RESIDENT, SUPERVISOR, CLOCK}, ("message?",),                        "催办"),
    Step("ask_up",          "请求提级",    {REPORTED, WORKING, RAISED, JOINT}, (),  {RESIDENT},             ("words",),                                  "请上一级来管"),
    Step("supervise",       "督办",        OPEN_STAGES,                (),          {SUPERVISOR},           ("instruction", "due"),                      "督办"),
    Step("recount_time",    "时限重算",    OPEN_STAGES,                (),          {CLOCK},                (),                                          "节假日安排公布后，重新计算了时限"),
    Step("flag",            "提请关注",    OPEN_STAGES,                (),          {CLOCK},                (),                                          "已超时限，提请区联席办关注"),
    Step("backfill",        "补录已办结",  {REPORTED},                 (CLOSED,),   {IMPORTER},             ("closed_at", "result?", "disposition?", "solved?", "satisfaction?"), "照原来的台账补录：早已办结"),
    Step("erase",           "删除个人信息", ANY,                       (),          {Role.ERASER},          ("reason",),                                  "应本人要求删除了身份信息"),
    Step("mark_sensitive",  "敏感标记",    OPEN_STAGES | {CLOSED},     (),          {HANDLER, AGENT, LEAD, SUPERVISOR}, ("sensitive", "reason?"),            "调整了敏感标记"),
    Step("note",            "记录",        ANY,                        (),          {HANDLER, AGENT, SUMMONED}, ("text", "photos?"),                     "作了记录"),
)


@dataclass(frozen=True)
class Rung:
    """What the clock does when this share of the limit has run."""

    share: float
    act: str


# At the top unit there is nobody above to raise to: there a "raise" rung flags instead (rules.clock_act).
LADDERS: dict[Stage, tuple[Rung, ...]] = {
    REPORTED: (                    Rung(1.0, "raise"),),
    WORKING:  (Rung(0.8, "urge"),  Rung(1.0, "raise")),
    RAISED:   (Rung(1.0, "urge"),  Rung(2.0, "flag")),
    JOINT:    (Rung(0.8, "urge"),  Rung(1.0, "flag")),
    RESOLVED: (                    Rung(1.0, "urge"),),
    ANSWERED: (                    Rung(1.0, "lapse"),),
    DISPUTED: (                    Rung(1.0, "urge"),),
}
# fmt: on

# What a step is called where somebody takes it in another's name.
CALLED: dict[tuple[str, Role], str] = {("confirm", AGENT): "代记评价"}

BY_NAME: dict[str, Step] = {step.name: step for step in STEPS}
