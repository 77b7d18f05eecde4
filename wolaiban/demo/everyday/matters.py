"""Some three hundred everyday matters over all townships, the same for everybody; the district's year in small.

Ninety-seven in a hundred are settled at the studio. The rest are raised or whistled; and in each hundred a
few are declined, withdrawn, merged, disputed or late, as happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from wolaiban.demo.everyday.kinds import (
    COMMUNITY_PLACES,
    ENDINGS,
    IN_COMMUNITIES,
    IN_VILLAGES,
    OPENINGS,
    VILLAGE_PLACES,
    EverydayMatter,
)
from wolaiban.demo.hiring import (
    RESIDENTS,
    SEED,
    Offices,
    offices,
    resident_username,
    staffed_studios,
)
from wolaiban.demo.playing import Player
from wolaiban.demo.script import Script, Turn, turn
from wolaiban.places.models import Unit, UnitKind
from wolaiban.process.words import Channel, Function, RootCause, Tier

LONGEST_AGO = 75
CHANNELS = {
    Channel.WALK_IN: 40,
    Channel.CALL: 25,
    Channel.ONLINE: 12,
    Channel.OUTREACH_VISIT: 8,
    Channel.HOTLINE: 7,
    Channel.SCREENING: 4,
    Channel.VOLUNTEER: 4,
}
FOUND_BY_US = {Channel.OUTREACH_VISIT, Channel.SCREENING, Channel.VOLUNTEER}


@dataclass(frozen=True)
class Scene:
    """One matter about to be written: where, who works in which office, what it is about, and its own luck."""

    number: int
    unit: Unit
    offices: Offices
    matter: EverydayMatter
    luck: Random

    @property
    def leader(self) -> str:
        return self.offices[self.unit.code, Function.STUDIO_LEADER]

    @property
    def member(self) -> str:
        return MEMBERS.get(self.unit.code) or self.offices[self.unit.code, Function.COMMITTEE_MEMBER]

    def township(self, function: Function) -> str:
        assert self.unit.township is not None
        return self.offices[self.unit.township.code, function]


MEMBERS = {"110111103217": "shi", "110111011032": "an"}  # women's and security officers with a card


def everyday(player: Player, count: int) -> Iterator[Script]:
    units = list(player.units.values())
    studios, held = studios_by_township(units), offices()
    for number in range(count):
        at_township = studios[number % len(studios)]
        unit = at_township[number // len(studios) % len(at_township)]
        luck = Random(f"{SEED}{number}")  # noqa: S311 -- the same district for everybody
        kinds = IN_COMMUNITIES if unit.kind == UnitKind.COMMUNITY else IN_VILLAGES
        fate, causes = FATES.get(number % 100, (settled, ANY))
        matter = luck.choice([kind for kind in kinds if kind.cause in causes])
        yield from fate(Scene(number, unit, held, matter, luck))


def studios_by_township(units: list[Unit]) -> list[list[Unit]]:
    townships = [unit for unit in units if unit.is_township]
    siblings = {t.pk: [u for u in units if u.is_studio_level and u.township_id == t.pk] for t in townships}
    return [staffed_studios(siblings[t.pk][0], units) for t in townships if siblings[t.pk]]


# ---- How it comes in


def reported(scene: Scene, days: int | None = None) -> Script:
    luck, matter = scene.luck, scene.matter
    channel = luck.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    community = scene.unit.kind == UnitKind.COMMUNITY
    place = luck.choice(COMMUNITY_PLACES if community else VILLAGE_PLACES)
    place = place.format(n=luck.randint(1, 18), m=luck.randint(1, 4))
    words = luck.choice(OPENINGS) + matter.words.format(place=place) + luck.choice(ENDINGS)
    return Script(
        key=f"everyday-{scene.number:03d}",
        unit=scene.unit.code,
        by=luck.choice([scene.leader, scene.member]),
        days=days if days is not None else 1 + int(LONGEST_AGO * luck.random() ** 1.3),
        when=f"+0 {clock(luck, 8, 15)}",
        title=matter.title.format(place=place),
        words=words,
        place=place,
        reporters=() if channel in FOUND_BY_US else (someone(luck),),
        channel=channel,
        kind=matter.kind,
    )


def someone(luck: Random) -> str:
    """A resident with an account; one in eight would rather not say."""
    return "" if luck.random() < 0.125 else resident_username(luck.randrange(RESIDENTS))


def clock(luck: Random, first: int, last: int) -> str:
    return f"{luck.randint(first, last):02d}:{luck.choice(range(0, 60, 5)):02d}"


# ---- How it goes on


def accepted(scene: Scene, handler: str, tier: Tier = Tier.MINOR) -> Turn:
    when = f"+0 {clock(scene.luck, 16, 17)}"
    return turn("accept", scene.leader, when, category=scene.matter.category, tier=tier, handler=handler)


def resolved(scene: Scene, by: str, day: int, hours: tuple[int, int] = (9, 14)) -> Turn:
    matter = scene.matter
    return turn(
        "resolve", by, f"+{day} {clock(scene.luck, *hours)}", disposition=matter.end, root_cause=matter.cause,
        result=matter.result, category=matter.category,
    )  # fmt: skip


def answered(scene: Scene, by: str, day: int) -> Turn:
    how = scene.luck.choice(["in_person", "phone", "phone", "sms"])
    when = f"+{day} {clock(scene.luck, 15, 17)}"
    return turn("answer", by, when, answer_channel=how, message=scene.matter.told)


def judged(scene: Scene, script: Script, day: int) -> tuple[Turn, ...]:
    """Most who can, say what they think; the rest let it lapse."""
    luck = scene.luck
    if not script.reporters or not script.reporters[0] or luck.random() < 0.2:
        return ()
    words = {"satisfied": "yes", "basically": luck.choice(["yes", "partly"])}
    satisfaction = luck.choices(list(words), [5, 1])[0]
    when = f"+{day + luck.randint(1, 5)} {clock(luck, 9, 19)}"
    return (
        turn("confirm", script.reporters[0], when, solved=words[satisfaction], satisfaction=satisfaction),
    )


def said_on_the_spot(officer: str) -> tuple[Turn, ...]:
    """Whoever is answered face to face says at once what they think, and the officer writes it down."""
    return (turn("confirm", officer, "+0 17:40", solved="yes", satisfaction="satisfied"),)


def settled(scene: Scene, days: int | None = None) -> Iterator[Script]:
    """At the studio: two in five at the counter on the same day, the others within the three days promised."""
    script, luck = reported(scene, days), scene.luck
    handler = luck.choice([scene.leader, scene.member])
    if luck.random() < 0.4:
        told = replace(answered(scene, handler, 0), when="+0 17:30")
        told = replace(told, answers={**told.answers, "answer_channel": "in_person"})
        turns = [resolved(scene, handler, 0, (16, 16)), told]
        said = said_on_the_spot(handler) if script.reporters and luck.random() < 0.75 else ()
        yield replace(script, turns=(*turns, *(said or judged(scene, script, 0))))
        return
    day = luck.choice([1, 1, 2])
    turns = [accepted(scene, handler), resolved(scene, handler, day), answered(scene, handler, day)]
    yield replace(script, turns=(*turns, *judged(scene, script, day)))


def raised_turns(scene: Scene) -> list[Turn]:
    coordinator = scene.township(Function.TOWNSHIP_COORDINATOR)
    return [
        accepted(scene, scene.leader, Tier.MAJOR),
        turn("raise", scene.leader, "+1 09:30", tried="到现场看过两次，也找相关的人谈过，村居没有办法独自解决。",
             asked="请镇街协调有关单位，一次说清谁来办、什么时候办完。"),
        turn("take_up", coordinator, "+1 15:00", handler=coordinator),
    ]  # fmt: skip


def raised(scene: Scene) -> Iterator[Script]:
    coordinator = scene.township(Function.TOWNSHIP_COORDINATOR)
    script = reported(scene)
    turns = [*raised_turns(scene), resolved(scene, coordinator, 5), answered(scene, scene.leader, 5)]
    yield replace(script, turns=(*turns, *judged(scene, script, 5)))


def whistled(scene: Scene) -> Iterator[Script]:
    owner = "110111D00001"
    officer = "he"
    script = reported(scene)
    turns = [
        *raised_turns(scene),
        turn("whistle", scene.township(Function.TOWNSHIP_LEADER), "+2 10:00", lead_department=owner, due=12,
             question="属地一家办不了，请到现场会商，明确办法和时限。"),
        turn("report_in", officer, "+2 15:00", contact="业务科室"),
        turn("contribute", officer, "+7 11:00", result="已到现场会商，按职责办理完毕。"),
        resolved(scene, scene.township(Function.TOWNSHIP_COORDINATOR), 8),
        answered(scene, scene.leader, 8),
    ]  # fmt: skip
    yield replace(script, turns=(*turns, *judged(scene, script, 8)))


def declined(scene: Scene) -> Iterator[Script]:
    yield replace(
        reported(scene),
        turns=(
            turn("decline", scene.leader, "+0 17:00", lawful_way="court",
                 reason="此事已由法院立案审理，应当等待判决。", guidance="请带受理通知书找承办法官；想咨询法律援助，可以到镇街司法所。"),
        ),
    )  # fmt: skip


def withdrawn(scene: Scene) -> Iterator[Script]:
    words = "反映人来电说，两边已经自己商量好了，不用再办。"
    turns = (accepted(scene, scene.leader), turn("withdraw", scene.leader, "+1 10:00", words=words))
    yield replace(reported(scene), turns=turns)


def merged(scene: Scene) -> Iterator[Script]:
    """Two people tell of the same thing a day apart; the first is still being worked on."""
    first = replace(reported(scene, days=1), when="+0 09:00", turns=(accepted(scene, scene.leader),))
    yield first
    turns = (
        turn(
            "merge", scene.leader, "~30", into=first.key, reason="说的是同一处同一件事，一并办理，分别答复。"
        ),
    )
    yield replace(
        first,
        key=f"{first.key}-again",
        days=0,
        when="~50",
        reporters=("",),
        channel=Channel.CALL,
        turns=turns,
    )


def disputed(scene: Scene) -> Iterator[Script]:
    """Answered, not accepted; the township looks at it again."""
    resident = resident_username(scene.luck.randrange(RESIDENTS))
    script = replace(
        reported(scene, days=20 + scene.number // 10), reporters=(resident,), channel=Channel.WALK_IN
    )
    above = scene.township(Function.TOWNSHIP_COORDINATOR)
    turns = [
        accepted(scene, scene.member),
        resolved(scene, scene.member, 1),
        answered(scene, scene.member, 1),
        turn("dispute", resident, "+3 10:00", words="说是办了，可是没两天又跟原来一样。"),
        turn("redo", above, "+5 10:00", instruction="到现场和反映人一起看，三日内重新办好。"),
        resolved(scene, scene.member, 7),
        answered(scene, scene.leader, 7),
        turn("confirm", resident, "+9 09:30", solved="yes", satisfaction="basically"),
    ]
    yield replace(script, turns=tuple(turns))


def upheld(scene: Scene) -> Iterator[Script]:
    above = scene.township(Function.TOWNSHIP_COORDINATOR)
    (script,) = disputed(scene)
    reason = "已到现场复核，原来的办理和答复属实。"
    remedies = "不服的，可以在三十日内申请复查，也可以依法提起诉讼。"
    turns = (*script.turns[:4], turn("uphold", above, "+6 15:00", reason=reason, remedies=remedies))
    yield replace(script, turns=turns)


def left_lying(scene: Scene) -> Iterator[Script]:
    """Raised, and not taken up by the township in time: urged, then brought to the district's notice."""
    yield replace(reported(scene, days=8), turns=tuple(raised_turns(scene)[:2]))


def not_told(scene: Scene) -> Iterator[Script]:
    """Done, but nobody has told the person."""
    turns = (accepted(scene, scene.leader), resolved(scene, scene.leader, 1))
    yield replace(reported(scene, days=4), turns=turns)


def under_way(scene: Scene) -> Iterator[Script]:
    """With the township, which has taken it for a hard one: fifteen days."""
    script = reported(scene, days=scene.luck.randint(2, 6))
    first, up, take_up = raised_turns(scene)
    hard = replace(first, answers={**first.answers, "tier": Tier.HARD})
    message = "镇街已经承接，正在约有关单位一起看现场，有进展就告诉您。"
    yield replace(script, turns=(hard, up, take_up, turn("interim", take_up.by, "+2 10:00", message=message)))


def just_in(scene: Scene) -> Iterator[Script]:
    yield replace(reported(scene, days=0), when=f"~{scene.luck.randint(20, 90)}")


def fresh(scene: Scene) -> Iterator[Script]:
    yield from settled(scene, days=1)


Fate = Callable[[Scene], Iterator[Script]]
ANY = frozenset(RootCause)
BIG = frozenset({RootCause.FACILITY, RootCause.BREACH})  # what may need more than a studio
PRIVATE = frozenset(
    {RootCause.NEIGHBOURS, RootCause.CONTRACT}
)  # what people may settle themselves, or in court
FATES: dict[int, tuple[Fate, frozenset[RootCause]]] = {
    4: (just_in, ANY),
    9: (raised, BIG),
    13: (declined, PRIVATE),
    18: (under_way, BIG),
    22: (merged, BIG),
    27: (withdrawn, PRIVATE),
    36: (disputed, BIG),
    45: (left_lying, BIG),
    49: (just_in, ANY),
    54: (raised, BIG),
    58: (fresh, ANY),
    63: (whistled, BIG),
    67: (under_way, BIG),
    72: (upheld, BIG),
    76: (not_told, ANY),
    81: (fresh, ANY),
    91: (withdrawn, PRIVATE),
}
