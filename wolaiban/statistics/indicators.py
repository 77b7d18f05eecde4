"""The indicators: what is divided by what, what is left out, and where the formula comes from.

Formulas are data with a version. Whoever changes what a sum means in `formulas` raises FORMULAS, and every sum is
counted anew; whoever changes an indicator raises its version, which stands beside every figure that is shown.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sum:
    """A number that is counted each day: its name in `Tally`, and what it counts in plain words."""

    name: str
    label: str
    words: str


@dataclass(frozen=True)
class Indicator:
    """A rate, or a plain count where there is no denominator. `source` is where the formula comes from.

    `counted_in` is said after a plain count.
    """

    name: str
    label: str
    numerator: Sum
    denominator: Sum | None
    left_out: str
    version: int
    source: str
    counted_in: str = "件"

    @property
    def formula(self) -> str:
        if self.denominator is None:
            return self.numerator.words
        return f"{self.numerator.label} ÷ {self.denominator.label}"


# fmt: off
RECEIVED  = Sum("received",  "收到",       "登记的诉求，按登记的那一天计，含后来并案、撤回和不予受理的")
HANDLED   = Sum("handled",   "办结",       "村、社区工作室收下并已办结的诉求，按第一次办结的那一天计")
SETTLED   = Sum("settled",   "就地解决",   "其中没有上报，也没有重办的")
DUE       = Sum("due",       "应按期答复", "已经答复的，加上没有答复而期限已过的：没过期的按答复的那一天计，过期的按期限那一天计；重办的再算一次")
IN_TIME   = Sum("in_time",   "按期答复",   "受理、办理、上级承接、部门联动和反馈，每一段都没有超过当时的期限（含批准的延期和暂停）")
EVALUABLE = Sum("evaluable", "可评价",     "收到答复、能够评价的反映人，按答复的那一天计；共同反映的一人算一次")
EVALUATED = Sum("evaluated", "已评价",     "其中作了评价的：自己评的、当面说的、回访时说的都算，满意、不满意都算")
SATISFIED = Sum("satisfied", "满意",       "其中评为“满意”或“基本满意”的")
SOLVED    = Sum("solved",    "已解决",     "其中认为问题“解决了”的，“部分解决”不算")
PAST      = Sum("past",      "补录历史",   "从原来的台账补录的、早已办结的诉求，按原台账的办结日期计")
SUMS = (RECEIVED, HANDLED, SETTLED, DUE, IN_TIME, EVALUABLE, EVALUATED, SATISFIED, SOLVED, PAST)

RECEPTIONS = Sum("receptions", "接访批次", "工作室、镇街和区里的接访本上记下的接访，按接访的那一天计")
HEADS      = Sum("heads",      "接访人次", "这些接访一共来了几个人")
BY_WORD    = Sum("by_word",    "当场答复", "其中听了以后当场答复了的")
CASED      = Sum("cased",      "登记为事项", "其中当场登记为事项的")
RECEPTION_SUMS = (RECEPTIONS, HEADS, BY_WORD, CASED)
# fmt: on

FORMULAS = 3
RECEPTION_FORMULAS = 1  # the same of the sums of receptions

NEVER = "检举控告另行处理，不计入；从原来的台账补录的历史另计"
STRUCK = "记错了作废的不计；接访本不记来的人是谁，同一个人来几次算几次"
BY_ANY_WAY = f"{NEVER}；回访时说“不满意”的，以回访为准"

INDICATORS = (
    Indicator("received", "收到诉求", RECEIVED, None, NEVER, 1, "《信访工作条例》第二十一条：统一登记"),
    Indicator(
        "settled", "就地解决率", SETTLED, HANDLED, f"{NEVER}；镇街和区里直接收下的不计入", 1, "我来办工作室的考核办法"
    ),
    Indicator(
        "in_time", "按期答复率", IN_TIME, DUE, f"{NEVER}；按期不予受理、并案和撤回的不计入", 1,
        "国信发〔2022〕11号，各地考核办法",
    ),
    Indicator("satisfied", "满意率", SATISFIED, EVALUATED, BY_ANY_WAY, 2, "国信发〔2014〕16号：参评群众满意率"),
    Indicator("solved", "解决率", SOLVED, EVALUATED, BY_ANY_WAY, 2, "《北京市接诉即办工作条例》第三十二条"),
    Indicator("participation", "参评率", EVALUATED, EVALUABLE, BY_ANY_WAY, 2, "国信发〔2022〕11号：群众参评率"),
    Indicator(
        "past", "补录历史", PAST, None, "检举控告另行处理，不计入；不在以上任何一项之内", 1, "启用本系统以前的台账",
    ),
    Indicator("receptions", "接访批次", RECEPTIONS, None, STRUCK, 1, "《信访工作条例》第十八条：接待来访", "批"),
    Indicator("heads", "接访人次", HEADS, None, STRUCK, 1, "《信访工作条例》第十八条：接待来访", "人次"),
    Indicator("by_word", "接访当场答复率", BY_WORD, RECEPTIONS, STRUCK, 1, "我来办工作室的考核办法"),
    Indicator("cased", "接访登记为事项的比例", CASED, RECEPTIONS, STRUCK, 1, "我来办工作室的考核办法"),
)  # fmt: skip
BY_NAME = {indicator.name: indicator for indicator in INDICATORS}
