"""One look: colours in one place, readable on every ground, each sign drawn; words with a shape."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.timezone import now

from tests.cast import Cast
from wolaiban.process.course import Stop
from wolaiban.process.words import Shape, Stage, Tier
from wolaiban.web.look import EYES, TAGS
from wolaiban.web.navigation import AT_FOOT, GROUPS, NOTICES
from wolaiban.web.templatetags.look import icon, stage, tier

PACKAGE = Path(__file__).resolve().parents[2] / "wolaiban"
WEB = PACKAGE / "web" / "static" / "web"
TOKENS, DARK = WEB / "tokens.css", WEB / "tokens-dark.css"
# A picture that stands by itself, as the icon of a tab: it takes no colour from a page.
BY_THEMSELVES = {"mark.svg"}
HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![\w-])")
TEXT = 4.5

# What is written on what.
WRITTEN = [
    *(("ink", ground) for ground in ("card", "paper", "sunk", "brand-tint", "late-tint", "m0", "m1", "m2")),
    *(("soft", ground) for ground in ("card", "paper", "sunk", "brand-tint")),
    *(("link", ground) for ground in ("card", "paper", "sunk", "brand-tint")),
    *((word, ground) for word in ("soon", "late", "fine", "joint") for ground in ("card", f"{word}-tint")),
    ("on-brand", "brand"),
    ("on-brand", "brand-deep"),
    ("on-late", "late-fill"),
    ("m3-ink", "m3"),
    ("m4-ink", "m4"),
    ("sheet-ink", "sheet"),
    ("sheet-soft", "sheet"),
    ("card", "ink"),
]


def tokens(*paths: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in paths:
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        found |= dict(re.findall(r"--([\w-]+):\s*([^;]+);", text))
    return found


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [(TOKENS,), (TOKENS, DARK)], ids=["light", "dark"])
@pytest.mark.parametrize(("word", "ground"), WRITTEN)
def test_words_are_readable_on_every_ground(scheme: tuple[Path, ...], word: str, ground: str) -> None:
    colours = tokens(*scheme)
    assert contrast(colours[word], colours[ground]) >= TEXT


@pytest.mark.parametrize("scheme", [(TOKENS,), (TOKENS, DARK)], ids=["light", "dark"])
def test_edges_of_controls_are_seen(scheme: tuple[Path, ...]) -> None:
    colours = tokens(*scheme)
    assert min(contrast(colours["edge"], colours[ground]) for ground in ("card", "paper")) >= 3


def test_the_dark_names_nothing_that_the_light_does_not() -> None:
    assert tokens(DARK).keys() <= tokens(TOKENS).keys()


def test_colours_are_named_in_the_tokens_alone() -> None:
    styled = [path for suffix in (".css", ".svg") for path in PACKAGE.glob(f"*/static/**/*{suffix}")]
    drawn = [*styled, *PACKAGE.glob("*/templates/**/*.html")]
    guilty = {
        path.relative_to(PACKAGE).as_posix(): found
        for path in drawn
        if path not in {TOKENS, DARK}
        and path.name not in BY_THEMSELVES
        and (found := HEX.findall(without_links(path.read_text(encoding="utf-8"))))
    }
    assert not guilty


def without_links(text: str) -> str:
    """What is behind a # in an address, or an attribute that names a place of the page, is no colour."""
    return re.sub(r'(?:href|hx-target|hx-include|hx-select)="[^"]*"', "", text)


def test_styles_use_only_tokens_that_there_are() -> None:
    known = tokens(TOKENS).keys()
    unknown = {
        path.relative_to(PACKAGE).as_posix(): missing
        for path in PACKAGE.glob("*/static/**/*.css")
        if (missing := used_in(path) - known)
    }
    assert not unknown


def used_in(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    own = set(re.findall(r"--([\w-]+)\s*:", text))
    return set(re.findall(r"var\(--([\w-]+)", text)) - own


# ---- Signs


def symbols(name: str) -> set[str]:
    return set(re.findall(r'<symbol id="([\w-]+)"', (WEB / name).read_text(encoding="utf-8")))


def test_every_icon_and_picture_that_a_page_draws_is_there() -> None:
    pages = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.glob("*/templates/**/*.html"))
    icons = set(re.findall(r'\{% icon "([\w-]+)"', pages))
    icons |= {sign for _, sign in TAGS.values()} | {sign for sign, _ in EYES.values()}
    icons |= {room.icon for _, rooms in GROUPS for room in rooms} | {
        room.icon for room in (*AT_FOOT, NOTICES)
    }
    assert icons <= symbols("icons.svg")
    assert set(re.findall(r'\{% (?:picture|empty) "([\w-]+)"', pages)) <= symbols("pictures.svg")


def test_every_shape_is_drawn_with_a_sign_of_its_own_ground() -> None:
    assert TAGS.keys() == set(Shape)
    assert len(set(TAGS.values())) == len(Shape)


@pytest.mark.parametrize("word", list(Stage))
def test_a_stage_is_said_in_words_beside_its_sign(word: Stage) -> None:
    drawn = stage(word)
    assert word.label in drawn
    assert "<use href=" in drawn


@pytest.mark.parametrize("word", list(Tier))
def test_a_tier_is_said_in_words_beside_its_bars(word: Tier) -> None:
    assert word.label in tier(word)
    assert f"#tier-{word.value}" in tier(word)


def test_what_is_drawn_is_escaped() -> None:
    assert "<b>" not in icon('x"><b>')


def drawn(text: str, **facts: object) -> str:
    return Template("{% load look %}" + text).render(Context(facts))


def test_time_is_told_by_words_and_by_a_sign(cast: Cast) -> None:
    case = cast.report()
    assert 'class="left soon"' in drawn("{% left case %}", case=case)
    assert "#clock" in drawn("{% left case %}", case=case)
    late = now() - timedelta(days=2, hours=1)
    assert "已超期 2 天" in drawn("{% left_until when %}", when=late)
    assert "#bang" in drawn("{% left_until when %}", when=late)
    cast.moved_to("working", case)
    cast.take("ask", case, "qin")
    assert "暂停到" in drawn("{% left case %}", case=case)


def test_a_stage_bar_says_where_one_is() -> None:
    stops = [Stop("登记", "11月25日", "past"), Stop("办理", "第 2 天", "here"), Stop("评价")]
    bar = drawn("{% stagebar stops %}", stops=stops)
    assert bar.count('aria-current="step"') == 1
    at = [bar.index(stop.label) for stop in stops]
    assert all(before < after for before, after in pairwise(at))
    assert ">3</span>" in bar


def test_who_sees_it_is_said_beside_every_box_that_is_written_in(cast: Cast) -> None:
    assert "居民也看得到" in drawn('{% sees "residents" %}')
    assert "&lt;只有&gt;" in drawn('{% sees "units" words %}', words="<只有>")
