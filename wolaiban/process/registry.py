"""Every process of the house. A room that has kinds of its own declares them in its module `process`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any

import wolaiban
from wolaiban.process.grammar import Process

AnyProcess = Process[Any, Any, Any]


@cache
def every_process() -> tuple[AnyProcess, ...]:
    """All processes by the order of their names. No room is named here, and none needs a database to be asked."""
    rooms = (room.name for room in iter_modules(wolaiban.__path__, "wolaiban.") if room.ispkg)
    modules = [import_module(name) for room in rooms if find_spec(name := f"{room}.process")]
    found = {
        each.name: each for module in modules for each in vars(module).values() if isinstance(each, Process)
    }
    return tuple(found[name] for name in sorted(found))
