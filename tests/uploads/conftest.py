"""Files are opened in a process of their own, which takes one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

import pytest

from wolaiban.uploads import cleaning
from wolaiban.uploads.cleaner import Cleaner


@pytest.fixture(scope="module")
def one_process() -> Iterator[None]:
    """One for all requests of a module, as for the files of one request: it loads three libraries. Dies it, there is another.

    For what is asked of files. What is asked of the process itself starts its own.
    """
    with pytest.MonkeyPatch.context() as patch, Cleaner() as cleaner:
        patch.setattr(cleaning, "Cleaner", lambda: nullcontext(cleaner))
        yield
