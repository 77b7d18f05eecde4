"""Where a row belongs: the unit that it names, the one named for the whole file, or one spread out to."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from wolaiban.importing.refusals import BadFile, BadRow
from wolaiban.places.kinds import UnitKind
from wolaiban.places.models import Unit

# How units are written: their name, its ending left out, or another in its place.
VILLAGE = ("村", "村委会", "村委", "村民委员会", "村民委", "村党支部", "村两委", "行政村", "村工作室")
COMMUNITY = (
    "社区",
    "社区居委会",
    "社区居委",
    "居委会",
    "社区居民委员会",
    "居民委员会",
    "社区委员会",
    "社区党支部",
    "社区党委",
    "社区工作室",
)
TOWNSHIP = (
    "街道",
    "街道办事处",
    "街道办",
    "街办",
    "地区",
    "地区办事处",
    "镇",
    "镇政府",
    "镇人民政府",
    "乡",
    "乡政府",
    "乡人民政府",
    "办事处",
)
ENDING = re.compile(r"(社区居委会|居委会|村委会|社区|村|街道|地区|镇|乡)$")


@dataclass(frozen=True)
class Directory:
    """Units in use by everything that they are called."""

    named: dict[str, list[Unit]]  # as they are called officially
    written: dict[str, list[Unit]] = field(default_factory=dict)  # as people write them
    townships: dict[str, Unit] = field(default_factory=dict)
    spread_over: Sequence[Unit] = ()
    fallback: Unit | None = None
    fixed: bool = field(default=False)  # one unit was told, and rows name none

    @classmethod
    def read(
        cls,
        *,
        unit: str | None = None,
        spread: bool = False,
        township: str | None = None,
        departments: bool = False,
    ) -> Directory:
        """Units as they are now. Raises BadFile if `unit` or `township` cannot be found.

        Departments only where they are asked for: no matter is registered at one.
        """
        units = list(Unit.objects.active().select_related("parent", "township", "studio").order_by("code"))
        units = [each for each in units if departments or not each.is_department]
        named, written = _index(units, _official), _index(units, _usual)
        townships = {form: each for each in units if each.is_township for form in _usual(each) if each}
        whole = cls(named, written, townships)
        within = whole.told(township, "--township") if township else None
        if within is not None and not within.is_township:
            raise BadFile(f"--township 应为镇街，{within}不是。")
        villages = [each for each in units if each.is_studio_level]
        if within is not None:
            villages = [each for each in villages if each.township_id == within.pk]
        fallback = whole.told(unit, "--unit") if unit else None
        return cls(named, written, townships, villages if spread else (), fallback)

    def told(self, text: str, option: str) -> Unit:
        try:
            return self.find(text, "")
        except BadRow as refusal:
            raise BadFile(f"{option}：{refusal}") from None

    def find(self, text: str, township: str) -> Unit:
        """The unit of that code or name, as it is usually written; the township tells 辛庄村 from 辛庄村.

        Raises BadRow: for what is not known, for what is several, and where township and village contradict.
        """
        name, within = _plain(text), self._township(township)
        found = self.named.get(name) or self.written.get(name) or []
        if not found:
            found = self._behind_its_township(text, name)
        if not found:
            raise BadRow(f"找不到单位“{text[:40]}”")
        if within is not None:
            return _only([each for each in found if _lies_in(each, within)], found, text, within)
        if len(found) > 1 and self.fallback is not None and self.fallback.is_township:
            found = [each for each in found if _lies_in(each, self.fallback)] or found
        return _only(found, found, text, None)

    @property
    def goes_by_sheets(self) -> bool:
        """Whether rows without a unit belong where the name of their sheet says: nothing else was told."""
        return self.fallback is None and not self.spread_over

    def knows(self, sheet: str) -> bool:
        """Whether a sheet is called as one unit is."""
        try:
            return bool(_plain(sheet)) and self.find(sheet, "") is not None
        except BadRow:
            return False

    def _township(self, text: str) -> Unit | None:
        """Raises BadRow for a township that there is not."""
        if not _plain(text):
            return None
        name = _plain(text)
        found = self.townships.get(name) or self.townships.get(_without_district(name))
        if found is None:
            raise BadRow(f"找不到镇街“{text[:40]}”")
        return found

    def _behind_its_township(self, text: str, name: str) -> list[Unit]:
        """房山区城关街道东坟村, 城关街道 东坟村. Raises BadRow if that township has no such village."""
        bare = _without_district(name)
        if bare != name and (found := self.named.get(bare) or self.written.get(bare)):
            return found
        for cut in range(len(bare) - 1, 1, -1):
            within, rest = self.townships.get(bare[:cut]), bare[cut:].lstrip("-/·,、>")
            if within is not None and (found := self.named.get(rest) or self.written.get(rest) or []):
                return [_only([each for each in found if _lies_in(each, within)], found, text, within)]
        return []

    def place(self, text: str, township: str, seed: str, sheet: str = "") -> Unit:
        """The unit of a row, or else of its sheet. Spreading is by the row itself, the same in every run."""
        if _plain(text):
            return self.find(text, township)
        if self.fallback is not None:
            within = self._township(township)
            if within is not None and not _lies_in(self.fallback, within):
                raise BadRow(f"镇街写着“{township[:40]}”，{self.fallback.full_name}不在那里")
            return self.fallback
        if self.goes_by_sheets:
            if self.knows(sheet):
                return self.find(sheet, township)
            raise BadRow("没有写明单位")
        number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8])
        return self.spread_over[number % len(self.spread_over)]


def _plain(text: str) -> str:
    """Without spaces, invisible characters and differences of width."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c)[0] != "C")


def _without_district(name: str) -> str:
    return re.sub(r"^(北京市|北京)?(房山区|房山)?", "", name)


def _index(units: Iterable[Unit], forms: object) -> dict[str, list[Unit]]:
    found = defaultdict[str, list[Unit]](list)
    for each in units:
        for form in forms(each):  # type: ignore[operator]
            found[form].append(each)
    return dict(found)


def _official(unit: Unit) -> set[str]:
    return {_plain(name) for name in (unit.code, unit.name, unit.short_name, unit.full_name)}


def _usual(unit: Unit) -> set[str]:
    bare = ENDING.sub("", _plain(unit.short_name))
    endings = {UnitKind.VILLAGE: VILLAGE, UnitKind.COMMUNITY: COMMUNITY}.get(UnitKind(unit.kind), ())
    if unit.is_township:
        endings = TOWNSHIP
    return _official(unit) | {bare + ending for ending in ("", *endings)} if endings else _official(unit)


def _lies_in(unit: Unit, township: Unit) -> bool:
    return township.pk in {unit.pk, unit.township_id}


def _only(fitting: Sequence[Unit], found: Sequence[Unit], text: str, within: Unit | None) -> Unit:
    """The one that fits; else BadRow, which says what there is instead."""
    if len(fitting) == 1:
        return fitting[0]
    choices = "、".join(f"{each.full_name} {each.code}" for each in (fitting or found)[:6])
    if not fitting:
        raise BadRow(f"镇街与村居对不上：{within}没有“{text[:40]}”，只有{choices}")
    raise BadRow(f"“{text[:40]}”有 {len(fitting)} 个，请写明镇街或代码：{choices}")
