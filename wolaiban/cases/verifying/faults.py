"""What can be wrong with a case alone: a closed list, beside that of the ledger for every kind."""

from __future__ import annotations

from wolaiban.process.words import Word


class CaseFault(Word):
    """A kind of fault: a code for machines, and the sentence in which a finding is told."""

    # What stands beside the events
    ANSWERS = "answers", "给反映人的答复登记与这条反馈记录不符"
    # What must always be true
    NOT_HISTORY = "not_history", "补录办结只能紧接在补录的登记之后：{what}"
    CLOSED_UNANSWERED = "closed_unanswered", "已办结，却还有 {what} 位能联系上的反映人没有得到答复"
    CLOSED_UNHAPPY = "closed_unhappy", "反映人说没有解决或不满意，却直接办结，没有上一级复核"
    PAUSED_FOR_EVER = "paused_for_ever", "计时停着，却没有恢复的日子"
    SUMMONS_OPEN = "summons_open", "已办结，却还有 {what} 个部门的吹哨没有了结"
    OWN_JUDGEMENT = "own_judgement", "异议由承办单位、经办人或吹哨的人自己裁定"
    MISCOUNTED = "miscounted", "重算时限时，{what}"
    OWN_CALL_BACK = "own_call_back", "回访由经办人或代登记评价的人自己来做"
    # Receipts. {what[0]} is which one, {what[1]} what is wrong with it
    RECEIPT = "receipt", "回执（编号 {what[0]}）{what[1]}"
