"""Who and what the simulated matters are made of, read once: studios, those in post there, kinds of matter, departments."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from random import Random

from wolaiban.cases.steps.context import Offices
from wolaiban.catalogue.models import Category, Edition
from wolaiban.catalogue.queries import current_edition, promises_of
from wolaiban.demo.everyday.kinds import (
    COMMUNITY_PLACES,
    ENDINGS,
    IN_COMMUNITIES,
    IN_VILLAGES,
    OPENINGS,
    VILLAGE_PLACES,
    EverydayMatter,
)
from wolaiban.demo.names import name_by
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.places.models import Unit, UnitKind
from wolaiban.process.words import DISTRICT_OFFICERS, LEADS, OFFICERS
from wolaiban.simulation import odds

SINCE = (
    "",
    "",
    "从上个月起就这样，",
    "入秋以后一直这样，",
    "前后有半年了，",
    "这几天更厉害了，",
    "去年也有过一回，",
)
WHOSE = (
    "",
    "",
    "隔壁{who}家也一样。",
    "住在后头的{who}也来问过。",
    "{who}家的老人腿脚不好。",
    "和{who}商量过，没说成。",
)


@dataclass(frozen=True)
class Office:
    """A unit with those who work for it, the leads first."""

    unit: Unit
    posts: tuple[Post, ...]

    @property
    def lead(self) -> Post:
        return self.posts[0]

    def anybody(self, luck: Random, but: int | None = None) -> Post | None:
        """Somebody in office who is not this person."""
        others = [post for post in self.posts if post.user_id != but]
        return luck.choice(others) if others else None


@dataclass(frozen=True)
class Town:
    offices: dict[int, Office]
    studios: tuple[Unit, ...]
    departments: tuple[Unit, ...]
    district: Office
    edition: Edition
    categories: dict[str, Category]
    actors: dict[int, Actor]

    @classmethod
    def read(cls) -> Town:
        """Only units in which somebody works, under townships in which somebody works, get matters."""
        posts: dict[int, list[Post]] = {}
        for post in Post.objects.current().as_any_of(OFFICERS).with_unit().select_related("user"):
            posts.setdefault(post.unit_id, []).append(post)
        offices = {
            pk: Office(some[0].unit, tuple(sorted(some, key=lambda post: post.function_word not in LEADS)))
            for pk, some in posts.items()
        }
        units = [office.unit for office in offices.values()]
        edition = current_edition()
        promises_of(edition.pk)
        chosen = Category.objects.filter(edition=edition, active=True).order_by("-position")
        district = next(office for office in offices.values() if office.unit.is_district)
        assert all(post.function_word in DISTRICT_OFFICERS for post in district.posts[:1])
        return cls(
            offices=offices,
            studios=tuple(u for u in units if u.is_studio_level and u.township_id in offices),
            departments=tuple(u for u in units if u.is_department),
            district=district,
            edition=edition,
            categories={category.name: category for category in chosen},
            actors={post.user_id: Actor(post.user, (post,)) for some in posts.values() for post in some},
        )

    @cached_property
    def working(self) -> Offices:
        """What steps ask of the offices. In every unit above one that gets matters somebody works."""
        people = {
            unit: frozenset(post.user_id for post in office.posts) for unit, office in self.offices.items()
        }
        return Offices(
            holds_office=lambda person, unit: person in people.get(unit.pk, ()),
            unit_above=lambda unit: unit.parent,
        )

    def by(self, post: Post) -> Actor:
        return self.actors[post.user_id]


@dataclass(frozen=True)
class ToldMatter:
    """What one matter is about, in words put together for it."""

    matter: EverydayMatter
    title: str
    words: str
    place: str


def told_in(unit: Unit, luck: Random) -> ToldMatter:
    in_community = unit.kind == UnitKind.COMMUNITY
    matter = (COMMUNITY_ODDS if in_community else VILLAGE_ODDS).draw(luck)
    place = luck.choice(COMMUNITY_PLACES if in_community else VILLAGE_PLACES)
    place = place.format(n=luck.randint(1, 18), m=luck.randint(1, 4))
    words = "".join(
        (
            luck.choice(OPENINGS),
            luck.choice(SINCE),
            matter.words.format(place=place),
            luck.choice(WHOSE).format(who=name_by(luck)),
            luck.choice(ENDINGS),
        )
    )
    return ToldMatter(matter, matter.title.format(place=place), words, place)


def _odds(matters: tuple[EverydayMatter, ...]) -> odds.Odds[EverydayMatter]:
    """A kind's share is divided among the matters of that kind."""
    kinds = [matter.category for matter in matters]
    return odds.Odds({m: odds.KINDS.get(m.category, odds.OTHERS) / kinds.count(m.category) for m in matters})


VILLAGE_ODDS, COMMUNITY_ODDS = _odds(IN_VILLAGES), _odds(IN_COMMUNITIES)
