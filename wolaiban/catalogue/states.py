"""The life of an edition: draft → published → replaced, and never back."""

from __future__ import annotations

from wolaiban.process.words import Word


class EditionState(Word):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "现行"
    REPLACED = "replaced", "已替换"
