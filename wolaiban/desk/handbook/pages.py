"""The handbook as pages: drawn once from the Markdown that lies in the package, and what can be found in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown import Markdown
from markdown.extensions.toc import TocExtension, slugify_unicode

from wolaiban.installation.handbook import CONTENTS, SHELVES, names, text_of

EXTENSIONS = ("fenced_code", "sane_lists", "tables")
FENCED = re.compile(r"^```.*?^```\n", re.M | re.S)
PICTURE = re.compile(
    r"^```mermaid\n.*?^```\n", re.M | re.S
)  # drawn by nobody here; the table below says the same
FOR_WRITERS = re.compile(r"^此页由 .*\n", re.M)
# Chinese has no space where a line of the source ends.
WRAPPED = re.compile(
    r"(?<=[\u2018-\u201d\u3000-\u9fff\uff00-\uffef])\n *(?=[\u201c\u3000-\u9fff\uff08]|\*\*)"
)
HEADING = re.compile(r"^#{1,3} .+\n", re.M)
MARKS = re.compile(r"[*`#|]|\]\([^)]*\)|\[")
LINK = re.compile(r'<a href="(?P<to>[^"]+)">(?P<words>.*?)</a>', re.S)
TABLE = '<div class="scrolls" tabindex="0" role="region" aria-label="表格"><table class="t">'
A_PAGE = re.compile(r"(?:\.\./(?P<shelf>\w+)/)?(?P<name>[\w-]+)\.md(?:#.*)?")


@dataclass(frozen=True)
class Passage:
    """A part of a page under its own heading, as somebody looks for it."""

    page: str
    heading: str
    url: str
    text: str


@dataclass(frozen=True)
class HandbookPage:
    title: str
    body: SafeString
    passages: tuple[Passage, ...]


@cache
def page_of(shelf: str, name: str) -> HandbookPage | None:
    written = text_of(shelf, name)
    if written is None:
        return None
    text = readable(written)
    writer = Markdown(extensions=[*EXTENSIONS, TocExtension(slugify=slugify_unicode)])
    body = mark_safe(_at_the_desk(writer.convert(text), shelf))  # noqa: S308 -- our own text, from the package
    headings = list(_flat(getattr(writer, "toc_tokens", ())))
    title = headings[0]["name"]
    parts = HEADING.split(FENCED.sub("", text))[1:]
    passages = tuple(
        Passage(title, heading["name"], f"{address(shelf, name)}#{heading['id']}", MARKS.sub("", part))
        for heading, part in zip(headings, parts, strict=False)
    )
    return HandbookPage(title, body, passages)


def readable(written: str) -> str:
    """Without what is for those who write it or for other readers of Markdown."""
    return WRAPPED.sub("", FOR_WRITERS.sub("", PICTURE.sub("", written)))


def address(shelf: str, name: str) -> str:
    if (shelf, name) == (SHELVES[0], CONTENTS):
        return reverse("desk:handbook")
    return reverse("desk:handbook_page", args=[shelf, name])


def passages_saying(text: str) -> Iterator[Passage]:
    """Those that are called so first, then those that speak of it, most often first."""
    every = [
        passage
        for shelf in SHELVES
        for name in names(shelf)
        if (page := page_of(shelf, name))
        for passage in page.passages
    ]
    called = [passage for passage in every if text in passage.heading]
    yield from called
    others = [passage for passage in every if text in passage.text and passage not in called]
    yield from sorted(others, key=lambda passage: -passage.text.count(text))


def _flat(tokens: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for token in tokens:
        yield token
        yield from _flat(token["children"])


def _at_the_desk(drawn: str, shelf: str) -> str:
    """Links lead to pages here, or are plain words where they would lead nowhere; wide tables scroll by themselves."""
    led = LINK.sub(lambda link: _led(link["to"], link["words"], shelf), drawn)
    return (
        led.replace("<table>", TABLE)
        .replace("</table>", "</table></div>")
        .replace("<th>", '<th scope="col">')
    )


def _led(to: str, words: str, shelf: str) -> str:
    found = A_PAGE.fullmatch(to)
    if found and text_of(where := found["shelf"] or shelf, found["name"]) is not None:
        return f'<a href="{address(where, found["name"])}">{words}</a>'
    return words
