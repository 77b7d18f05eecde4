"""Where a row belongs: the unit that it names, the one named for the whole file, or one spread out to."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from wolaiban.importing.refusals import BadFile, BadRow
from wolaiban.places.models import Unit


@dataclass(frozen=True)
class Directory:
    """Units in use by everything that they are called."""

    named: dict[str, list[Unit]]
    spread_over: Sequence[Unit] = ()
    fallback: Unit | None = None

    @classmethod
    def read(cls, *, unit: str | None, spread: bool, township: str | None) -> Directory:
        units = list(Unit.objects.active().select_related("parent", "township", "studio").order_by("code"))
        units = [each for each in units if not each.is_department]
        named = defaultdict[str, list[Unit]](list)
        for each in units:
            for name in {each.code, each.name, each.short_name, each.full_name}:
                named[name].append(each)
        whole = cls(dict(named))
        within = whole.told(township, "--township") if township else None
        if within is not None and not within.is_township:
            raise BadFile(f"--township 应为镇街，{within}不是。")
        villages = [each for each in units if each.is_studio_level]
        if within is not None:
            villages = [each for each in villages if each.township_id == within.pk]
        return cls(dict(named), villages if spread else (), whole.told(unit, "--unit") if unit else None)

    def told(self, text: str, option: str) -> Unit:
        try:
            return self.find(text, "")
        except BadRow as refusal:
            raise BadFile(f"{option}：{refusal}") from None

    def find(self, text: str, township: str) -> Unit:
        """The unit of that code or name; the township tells 辛庄村 from 辛庄村. Raises BadRow."""
        found = self.named.get(text.strip(), [])
        if township and len(found) > 1:
            found = [each for each in found if each.township and township.strip() in _names(each.township)]
        if not found:
            raise BadRow(f"找不到单位“{text}”")
        if len(found) > 1:
            choices = "、".join(f"{each.full_name} {each.code}" for each in found[:6])
            raise BadRow(f"“{text}”有 {len(found)} 个，请写明镇街或代码：{choices}")
        return found[0]

    def place(self, text: str, township: str, seed: str) -> Unit:
        """The unit of a row. Spreading is by the row itself, so that it is the same in every run."""
        if text:
            return self.find(text, township)
        if self.fallback is not None:
            return self.fallback
        if not self.spread_over:
            raise BadRow("没有写明单位")
        number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8])
        return self.spread_over[number % len(self.spread_over)]


def _names(unit: Unit) -> set[str]:
    return {unit.code, unit.name, unit.short_name}
