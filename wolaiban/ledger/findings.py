"""What can be wrong: a closed list of faults, and where one was found."""

from __future__ import annotations

from dataclasses import dataclass

from wolaiban.process.words import Word


class Fault(Word):
    """A kind of fault: a code for machines, and the sentence in which a finding is told."""

    # The chain
    MISSING = "missing", "这一条记录不见了（被删除）"
    CUT_OFF = "cut_off", "末尾的记录不见了：事项记着共有 {what} 条"
    SURPLUS = "surplus", "多出来的记录：事项记着共有 {what} 条"
    NO_EVENTS = "no_events", "一条办理记录也没有"
    NO_CASE = "no_case", "记录所属的事项不见了（内部编号 {what}）"
    HASH = "hash", "内容被改动：与它的校验值不符"
    LINK = "link", "与上一条接不上：中间的记录被改动、插入或调换过"
    HEAD = "head", "最后一条记录与事项上记的校验值不符"
    ALGORITHM = "algorithm", "不认识的校验算法“{what}”"
    NOT_CANONICAL = "not_canonical", "正文不是规范写法：{what}"
    COLUMN = "column", "“{what}”一栏与正文不符"
    # The process
    NO_SUCH_STEP = "no_such_step", "流程表里没有“{what}”这一步"
    NOT_FROM_HERE = "not_from_here", "流程表不允许这样走：{what}"
    NOT_BY_THEM = "not_by_them", "流程表不允许由“{what}”来办"
    JUMPED = "jumped", "上一条停在“{what}”，这一条却从别处开始"
    TIME_BACK = "time_back", "时间早于上一条"
    # What stands beside the events
    ROW = "row", "事项的现状与最后一条记录不符：{what}"
    PARTIES = "parties", "{what}，与最后一条记录不符"
    STATEMENT_GONE = "statement_gone", "原话（编号 {what}）不见了"
    STATEMENT_CHANGED = "statement_changed", "原话（编号 {what}）被改动"
    STATEMENT_EMPTIED = "statement_emptied", "原话（编号 {what}）被清空，却没有删除个人信息的记录"
    STATEMENT_BACK = "statement_back", "原话（编号 {what}）记着已经删除，却还在"
    STATEMENT_UNTOLD = "statement_untold", "有一段原话（编号 {what}）没有办理记录"
    FILE_GONE = "file_gone", "附件（编号 {what}）不见了"
    FILE_CHANGED = "file_changed", "附件（编号 {what}）被改动"
    FILE_UNTOLD = "file_untold", "有一个附件（编号 {what}）没有办理记录"
    ANSWERS = "answers", "给反映人的答复登记与这条反馈记录不符"
    # What must always be true
    NO_DEADLINE = "no_deadline", "未结的事项没有时限"
    NOBODY = "nobody", "没有人负责：承办单位到区联席办都没有在岗的工作人员"
    NOT_HISTORY = "not_history", "补录办结只能紧接在补录的登记之后：{what}"
    CLOSED_UNANSWERED = "closed_unanswered", "已办结，却还有 {what} 位能联系上的反映人没有得到答复"
    CLOSED_UNHAPPY = "closed_unhappy", "反映人说没有解决或不满意，却直接办结，没有上一级复核"
    PAUSED_FOR_EVER = "paused_for_ever", "计时停着，却没有恢复的日子"
    SUMMONS_OPEN = "summons_open", "已办结，却还有 {what} 个部门的吹哨没有了结"
    OWN_JUDGEMENT = "own_judgement", "异议由承办单位、经办人或吹哨的人自己裁定"
    MISCOUNTED = "miscounted", "重算时限时，{what}"
    OWN_CALL_BACK = "own_call_back", "回访由经办人或代登记评价的人自己来做"
    # The checkpoints. {what[0]} is which one
    CASE_VANISHED = "case_vanished", "第 {what[0]} 号检查点签下的事项（内部编号 {what[1]}）不见了"
    REWOUND = (
        "rewound",
        "第 {what[0]} 号检查点签下时共有 {what[1]} 条，现在没有那么多：被截短，或用旧备份恢复过",
    )
    REWRITTEN = "rewritten", "与第 {what[0]} 号检查点签下的不同：这一条或它之前的记录被改写"
    CHECKPOINT_MISSING = "checkpoint_missing", "第 {what[0]} 号检查点不见了"
    CHECKPOINT_UNSIGNED = "checkpoint_unsigned", "第 {what[0]} 号检查点：{what[1]}"
    CHECKPOINT_CHANGED = "checkpoint_changed", "第 {what[0]} 号检查点被改动：{what[1]}"
    CHECKPOINT_UNLINKED = "checkpoint_unlinked", "第 {what[0]} 号检查点与上一号接不上"
    CHECKPOINT_ROOT = (
        "checkpoint_root",
        "第 {what[0]} 号检查点的根与现在的记录不符：有事项被改写，说不出是哪一件",
    )
    OLDER_DATABASE = "older_database", "第 {what[0]} 号检查点已经发布，数据库里却没有：数据库用旧备份恢复过"
    FORKED = "forked", "第 {what[0]} 号检查点与已经发布的不同：记录被整个换过"
    COSIGNATURE = "cosignature", "第 {what[0]} 号检查点的见证签名不成立，或不是名单上的见证人所签"
    WITNESSED_OTHER = (
        "witnessed_other",
        "见证人签过的第 {what[0]} 号检查点与数据库里的不同：记录被整个换过",
    )
    # The traces. {what[0]} is the row, {what[1]} what is wrong with it
    TRACE_BROKEN = "trace_broken", "第 {what[0]} 条留痕：{what[1]}"
    UNTRACED = "untraced", "{what[0]}没有留痕：不是在系统里办的"
    TRACE_DIFFERS = "trace_differs", "{what[0]}与最后一条留痕不符：{what[1]}被改动"
    TRACED_GONE = "traced_gone", "{what[0]}不见了：留痕里有它"
    # Receipts and sums
    RECEIPT = "receipt", "回执（编号 {what[0]}）{what[1]}"
    SUMS_UNREADABLE = "sums_unreadable", "统计数无法重算：有的进展读不懂"
    SUMS = "sums", "{what[0]}的统计数与全部进展不符：{what[1]}"
    # The ground
    UNGUARDED = "unguarded", "数据库里“只增不改”的保护没有生效（{what}）"
    RESIDENT = "resident", "居民资料（编号 {what[0]}）：{what[1]}"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: in which case, at which event, and how to say it."""

    fault: Fault
    number: str | None = None
    seq: int | None = None
    what: object = ""

    def __str__(self) -> str:
        where = self.number or ""
        if self.seq is not None:
            where += f" 第 {self.seq} 条"
        return f"{where}：{self.why}" if where else self.why

    @property
    def why(self) -> str:
        return self.fault.label.format(what=self.what)


def named(words: type[Word], value: object) -> str:
    """The label of a word, or the raw value where somebody wrote a word that does not exist."""
    known = words._value2member_map_.get(value)
    return str(getattr(known, "label", value))
