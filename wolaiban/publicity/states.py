"""Where a typical answer stands, and what can be done to one."""

from __future__ import annotations

from wolaiban.process.words import Word


class TypicalState(Word):
    DRAFT = "draft", "待审"
    RELEASED = "released", "已公布"
    WITHDRAWN = "withdrawn", "已撤下"

    @property
    def is_draft(self) -> bool:
        return self is TypicalState.DRAFT

    @property
    def is_withdrawn(self) -> bool:
        return self is TypicalState.WITHDRAWN


class EditKind(Word):
    WRITTEN = "written", "拟写"
    REWRITTEN = "rewritten", "修改"
    RELEASED = "released", "审核公布"
    WITHDRAWN = "withdrawn", "撤下"
