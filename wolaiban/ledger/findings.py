"""What can be wrong with any kind of subject: a closed list of faults, and where one was found.

What only one kind knows has a list of its own in its room.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wolaiban.process.words import Word


class Fault(Word):
    """A kind of fault: a code for machines, and the sentence in which a finding is told."""

    # The chain
    MISSING = "missing", "这一条记录不见了（被删除）"
    CUT_OFF = "cut_off", "末尾的记录不见了：事项记着共有 {what} 条"
    SURPLUS = "surplus", "多出来的记录：事项记着共有 {what} 条"
    NO_EVENTS = "no_events", "一条办理记录也没有"
    NO_SUBJECT = "no_case", "记录所属的事项不见了（内部编号 {what}）"
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
    NOT_DEPUTY = "not_deputy", "记着代别人办理（岗位编号 {what}），那一天却没有这样的代理"
    NOT_IN_POST = "not_in_post", "记着以某个岗位（编号 {what}）办理，那一天它却不是这个人的"
    PERSONAL = "personal", "正文的“{what}”里有不该写进记录的文字"
    JUMPED = "jumped", "上一条停在“{what}”，这一条却从别处开始"
    TIME_BACK = "time_back", "时间早于上一条"
    # What stands beside the events
    ROW = "row", "事项的现状与最后一条记录不符：{what}"
    PARTIES = "parties", "{what}，与最后一条记录不符"
    SUBMISSION = "submission", "提交编号（编号 {what[0]}）{what[1]}"
    STATEMENT_GONE = "statement_gone", "原话（编号 {what}）不见了"
    STATEMENT_CHANGED = "statement_changed", "原话（编号 {what}）被改动"
    STATEMENT_EMPTIED = "statement_emptied", "原话（编号 {what}）被清空，却没有删除个人信息的记录"
    STATEMENT_BACK = "statement_back", "原话（编号 {what}）记着已经删除，却还在"
    STATEMENT_UNTOLD = "statement_untold", "有一段原话（编号 {what}）没有办理记录"
    FILE_GONE = "file_gone", "附件（编号 {what}）不见了"
    FILE_CHANGED = "file_changed", "附件（编号 {what}）被改动"
    FILE_UNTOLD = "file_untold", "有一个附件（编号 {what}）没有办理记录"
    UNTOLD = "untold", "与 {what} 有关，那边的记录里却没有这一条，或记的校验值不同"
    UNFOUNDED = "unfounded", "记着{what}，那边却没有这一条，或它的校验值不同"
    # What must always be true
    NO_DEADLINE = "no_deadline", "未结的事项没有时限"
    NOBODY = "nobody", "没有人负责：承办单位到区联席办都没有在岗的工作人员"
    # The checkpoints. {what[0]} is which one
    # By its first name: it may be of any kind.
    VANISHED = "case_vanished", "第 {what[0]} 号检查点签下的{what[1]}不见了"
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
    BOOKMARK = "bookmark", "“{what[0]}”在 {what[1]} 里读到哪里，被改动过：与它的封记不符，可能有进展没有读"
    # The ground
    UNGUARDED = "unguarded", "数据库里“只增不改”的保护没有生效（{what}）"


MISSHAPEN = (LookupError, TypeError, ValueError, AttributeError)
Told = dict[str, Any]  # the body of an event
Wrong = tuple[Word, object]  # a fault, and what of it


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: in which subject, at which event, and how to say it. `fault` is a word of a closed list."""

    fault: Word
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


def located(wrongs: Iterable[Wrong], number: str, seq: int | None) -> list[Finding]:
    """Put number and seq to what is wrong; a forged text of the wrong shape is a finding, not a crash."""
    found = []
    try:
        for fault, what in wrongs:
            found.append(Finding(fault, number, seq, what))
    except MISSHAPEN:
        found.append(Finding(Fault.NOT_CANONICAL, number, seq, "内容残缺"))
    return found


def named(words: type[Word], value: object) -> str:
    """The label of a word, or the raw value where somebody wrote a word that does not exist."""
    known = words._value2member_map_.get(value)
    return str(getattr(known, "label", value))
