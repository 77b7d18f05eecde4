"""How somebody likes their pages to look."""

from __future__ import annotations

from wolaiban.process.words import Word


class Scheme(Word):
    DEVICE = "device", "跟着设备"
    LIGHT = "light", "浅色"
    DARK = "dark", "深色"
