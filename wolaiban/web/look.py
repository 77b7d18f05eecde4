"""What the look knows of words: which sign and which ground each is drawn with, and who sees what is written."""

from __future__ import annotations

from wolaiban.process.words import Shape

# By shape: the class of its tag, and the icon on it.
TAGS: dict[Shape, tuple[str, str]] = {
    Shape.WAITS: ("st-wait", "clock"),
    Shape.RUNS: ("st-run", "hand"),
    Shape.RAISED: ("st-run", "up"),
    Shape.MADE: ("st-run", "check"),
    Shape.JOINT: ("st-joint", "whistle"),
    Shape.TOLD: ("st-told", "check"),
    Shape.DONE: ("st-done", "double"),
    Shape.CONTESTED: ("st-review", "back"),
    Shape.PUT_AWAY: ("st-plain", "row"),
}

# Who sees what is written: the icon, and the words where none are given.
EYES: dict[str, tuple[str, str]] = {
    "residents": ("eye", "居民也看得到"),
    "units": ("house", "办理的单位看得到，居民看不到"),
    "me": ("lock", "只有您看得到"),
}
