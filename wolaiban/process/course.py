"""The course of something that is done step by step: its stops, those behind, where it stands, those to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Stop:
    """One stop: its word, what stands under it (a day, “第 5 天”), and where the whole stands, seen from it."""

    label: str
    note: str = ""
    state: Literal["past", "here", "next"] = "next"
