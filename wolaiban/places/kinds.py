"""What a unit is: the closed list, and the groups of it that rules speak of."""

from __future__ import annotations

from wolaiban.process.words import Word


class UnitKind(Word):
    DISTRICT = "district", "区"
    SUBDISTRICT = "subdistrict", "街道"
    AREA_OFFICE = "area_office", "地区办事处"
    TOWN = "town", "镇"
    TOWNSHIP = "township", "乡"
    COMMUNITY = "community", "社区"
    VILLAGE = "village", "村"
    DEPARTMENT = "department", "区直部门"

    @property
    def is_township(self) -> bool:
        return self in TOWNSHIP_KINDS

    @property
    def is_studio_level(self) -> bool:
        return self in STUDIO_KINDS


TOWNSHIP_KINDS = frozenset({UnitKind.SUBDISTRICT, UnitKind.AREA_OFFICE, UnitKind.TOWN, UnitKind.TOWNSHIP})
STUDIO_KINDS = frozenset({UnitKind.COMMUNITY, UnitKind.VILLAGE})
