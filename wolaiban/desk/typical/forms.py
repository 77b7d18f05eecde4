"""The forms of typical answers."""

from __future__ import annotations

from django import forms

from wolaiban.desk.answering import AnsweredForm
from wolaiban.web.free_words import WordsField

LONGEST_QUESTION, LONGEST_ANSWER, LONGEST_REASON = 100, 1500, 100


class WritingForm(AnsweredForm):
    question = forms.CharField(
        label="问题",
        max_length=LONGEST_QUESTION,
        help_text="用一般的说法，像别的居民会问的那样。例如：楼门前的台阶没有扶手，该找谁？",
    )
    answer = WordsField(
        label="答复",
        most=LONGEST_ANSWER,
        rows=8,
        help_text="写怎么办、找谁、要多久。不写人名、电话、门牌和能认出是谁的细节。",
    )
    checked_by_hand = forms.BooleanField(
        label="已逐处核对：提到的门牌、称呼等不会让人认出是谁",
        required=False,
    )


class ReleaseForm(AnsweredForm):
    agreed = forms.BooleanField(
        label="我已通读，内容属实，没有能认出人的内容",
        error_messages={"required": "请通读后勾选。"},
    )


class WithdrawForm(AnsweredForm):
    reason = forms.CharField(label="撤下的原因", max_length=LONGEST_REASON, help_text="只给工作人员看。")
