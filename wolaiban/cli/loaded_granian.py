"""granian, with the website loaded before it makes its processes: they stand up at once, and share what was loaded.

A page of memory is shared for as long as nobody writes into it. The collector writes into every object that it looks at,
so what is there by then it never looks at again.
"""

from __future__ import annotations

import gc
import multiprocessing

from granian.cli import entrypoint


def main() -> None:
    gc.disable()  # nothing is thrown away while everything is loaded
    load()
    gc.freeze()
    gc.enable()
    multiprocessing.set_start_method("fork", force=True)  # from Python 3.14 on it is not the usual one
    entrypoint()  # type: ignore[no-untyped-call]


def load() -> None:
    """All pages. No thread is begun and no connection opened: neither would live in a process that is forked."""
    from django.urls import get_resolver  # noqa: PLC0415

    from wolaiban.config import wsgi  # noqa: F401, PLC0415 -- sets up Django

    get_resolver().reverse_dict  # noqa: B018


if __name__ == "__main__":
    main()
