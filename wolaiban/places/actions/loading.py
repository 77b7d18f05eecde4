"""Loading a district's units from a file: all of it or nothing, and twice is the same as once.

Run by the operator at the command line, so there is no actor. Units are never deleted: one that is
gone is marked 在用=否 in the file, because old cases still name it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.db import transaction

from wolaiban.places.kinds import STUDIO_KINDS, TOWNSHIP_KINDS, UnitKind
from wolaiban.places.models import Studio, Unit
from wolaiban.places.sheet import UnfitLine, UnitRow, read_rows, rows_in
from wolaiban.traces.leaving import leave

FANGSHAN = Path(__file__).resolve().parent.parent / "data" / "fangshan.csv"

# Above before below: a row can only stand under a unit that is there.
LEVELS = (frozenset({UnitKind.DISTRICT}), TOWNSHIP_KINDS, STUDIO_KINDS, frozenset({UnitKind.DEPARTMENT}))
STUDIO_DETAILS = ("phone", "address", "hours")


@dataclass
class LoadReport:
    """What a load did, by code. With faults, nothing was written."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)  # known here, not in the file; left as they are
    faults: list[UnfitLine] = field(default_factory=list)

    @property
    def written(self) -> bool:
        return not self.faults

    def __str__(self) -> str:
        if self.faults:
            return f"有 {len(self.faults)} 行不能装入，一行也没有写入。"
        return (
            f"新增 {len(self.added)}，更新 {len(self.changed)}，未变 {len(self.unchanged)}"
            f"{f'，文件中没有 {len(self.absent)}（保持原样）' if self.absent else ''}。"
        )


def load_file(path: Path, *, dry_run: bool = False) -> LoadReport:
    return load_units(rows_in(path), dry_run=dry_run)


def load_fangshan() -> LoadReport:
    """Load the district that the project ships."""
    return load_file(FANGSHAN)


@transaction.atomic(durable=True)
def load_units(rows: Iterable[Mapping[str, str]], *, dry_run: bool = False) -> LoadReport:
    """Add and update units by code. One bad row and nothing is written; `dry_run` only reports."""
    sound, faults = read_rows(rows)
    list(Unit.objects.order_by("pk").select_for_update().values_list("pk"))  # held first, then read
    units = {unit.code: unit for unit in Unit.objects.select_related("studio")}
    sound = [_keeping_its_studio(row, units.get(row.code)) for row in sound]
    faults += _faults_between(sound, units)
    if faults:
        return LoadReport(faults=sorted(faults, key=lambda fault: fault.line))

    report = LoadReport(absent=sorted(units.keys() - {row.code for row in sound}))
    studios, touched = _load_studios(sound)
    loaded: list[Unit] = []
    for level in LEVELS:
        _load_level([row for row in sound if row.kind in level], units, studios, touched, report, loaded)
    leave(*(studios[code] for code in sorted(touched)), *loaded, act="loaded")
    if dry_run:
        transaction.set_rollback(True)
    return report


def _keeping_its_studio(row: UnitRow, unit: Unit | None) -> UnitRow:
    """A file without the sharing column leaves a shared studio shared."""
    if row.studio_code is None and unit and unit.studio and unit.studio.code:
        return replace(row, studio_code=unit.studio.code)
    return row


# ---- What rows may not be to one another


def _faults_between(rows: list[UnitRow], units: Mapping[str, Unit]) -> list[UnfitLine]:
    kinds = {unit.code: UnitKind(unit.kind) for unit in units.values()}
    kinds |= {row.code: row.kind for row in rows}
    districts = sorted(code for code, kind in kinds.items() if kind is UnitKind.DISTRICT)
    owners = {unit.code for unit in units.values() if unit.studio and unit.studio.code == unit.code}
    owners -= {row.code for row in rows if not row.has_own_studio}
    owners |= {row.code for row in rows if row.has_own_studio}
    times = Counter(row.code for row in rows)
    faults = []
    for row in rows:
        if times[row.code] > 1:
            faults.append(UnfitLine(row.line, row.code, "代码在文件中重复"))
        elif why := _misplaced(row, kinds, districts) or _bad_sharing(row, kinds, owners):
            faults.append(UnfitLine(row.line, row.code, why))
    return faults


def _misplaced(row: UnitRow, kinds: Mapping[str, UnitKind], districts: list[str]) -> str | None:
    if not districts:
        return "文件和系统里都没有区一级单位"
    if row.code[:6] != districts[0][:6]:
        return f"不属于 {districts[0][:6]} 区（一套系统只服务一个区）"
    above = kinds.get(row.parent_code) if row.parent_code else None
    if row.kind.is_studio_level and above not in TOWNSHIP_KINDS:
        return f"找不到所属镇街 {row.parent_code}"
    return None


def _bad_sharing(row: UnitRow, kinds: Mapping[str, UnitKind], owners: set[str]) -> str | None:
    if row.has_own_studio or not row.studio_code:
        return None
    if row.studio_code not in kinds:
        return f"共用工作室的单位 {row.studio_code} 不存在"
    if kinds[row.studio_code] is UnitKind.DEPARTMENT:
        return f"{row.studio_code} 是部门，没有工作室"
    if row.studio_code not in owners:
        return f"{row.studio_code} 自己也在共用别人的工作室，请直接填那一家的代码"
    return None


# ---- Studios, then units level by level


def _load_studios(rows: list[UnitRow]) -> tuple[dict[str, Studio], set[str]]:
    """Every studio by the code of its unit, and the codes of those that are new or got new details."""
    studios = {studio.code: studio for studio in Studio.objects.filter(code__isnull=False)}
    wanted = [row for row in rows if row.has_own_studio]
    new = [_new_studio(row) for row in wanted if row.code not in studios]
    touched = [studio for row in wanted if (studio := studios.get(row.code)) and _amend_studio(studio, row)]
    Studio.objects.bulk_create(new)
    Studio.objects.bulk_update(touched, ["name", *STUDIO_DETAILS])
    by_code = {studio.code: studio for studio in [*studios.values(), *new] if studio.code}
    return by_code, {studio.code for studio in [*new, *touched] if studio.code}


def _new_studio(row: UnitRow) -> Studio:
    return Studio(code=row.code, name=studio_name(row), phone=row.phone, address=row.address, hours=row.hours)


def _amend_studio(studio: Studio, row: UnitRow) -> bool:
    given = {name: value for name in STUDIO_DETAILS if (value := getattr(row, name))}
    return _amend(studio, name=studio_name(row), **given)


def studio_name(row: UnitRow) -> str:
    return f"{row.short_name}我来办工作室"


def _load_level(
    rows: list[UnitRow],
    units: dict[str, Unit],
    studios: Mapping[str, Studio],
    touched: set[str],
    report: LoadReport,
    loaded: list[Unit],
) -> None:
    new, amended = [], []
    for row in rows:
        unit = units.get(row.code)
        if unit is None:
            new.append(_placed(Unit(code=row.code), row, units, studios))
            report.added.append(row.code)
        elif _amend(unit, **_facts(row, unit, units, studios)):
            amended.append(unit)
            report.changed.append(row.code)
        else:
            (report.changed if row.code in touched else report.unchanged).append(row.code)
    Unit.objects.bulk_create(new)
    units.update({unit.code: unit for unit in new})
    for unit in new:
        if unit.is_township:
            unit.township = unit  # known only now that it has a key
    Unit.objects.bulk_update(
        [*amended, *(unit for unit in new if unit.is_township)],
        ["name", "short_name", "kind", "parent", "township", "studio", "active"],
    )
    loaded += [*new, *amended]


def _placed(unit: Unit, row: UnitRow, units: Mapping[str, Unit], studios: Mapping[str, Studio]) -> Unit:
    _amend(unit, **_facts(row, unit, units, studios))
    return unit


def _facts(
    row: UnitRow, unit: Unit, units: Mapping[str, Unit], studios: Mapping[str, Studio]
) -> dict[str, object]:
    parent = units[row.parent_code] if row.parent_code else None
    facts: dict[str, object] = {
        "name": row.name,
        "short_name": row.short_name,
        "kind": row.kind.value,
        "parent_id": parent.pk if parent else None,
        "studio_id": None if row.kind is UnitKind.DEPARTMENT else studios[row.studio_code or row.code].pk,
        "active": unit.active if row.active is None else row.active,
    }
    if row.kind.is_studio_level:
        facts["township_id"] = parent.pk if parent else None
    return facts


def _amend(thing: Studio | Unit, **facts: object) -> bool:
    """Set what differs; say whether anything did."""
    differing = {name: value for name, value in facts.items() if getattr(thing, name) != value}
    for name, value in differing.items():
        setattr(thing, name, value)
    return bool(differing)
