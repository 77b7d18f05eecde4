"""Files that programs send: looked at first, opened when nothing else is wrong."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence

from wolaiban.api.forms import FileSent
from wolaiban.process.answers import MAX_FILES
from wolaiban.uploads.cleaning import Cleaned, Looked, Unfit, clean_all, look


class NotThere(Exception):
    """Nothing of that name; why, if that is not enough."""


def looked_at(files: Sequence[FileSent]) -> list[Looked]:
    """The files, not yet opened, or NotThere with a word on each that will not do."""
    if len(files) > MAX_FILES:
        raise NotThere(f"一次最多 {MAX_FILES} 个文件。")
    looked, faults = [], []
    for file in files:
        try:
            looked.append(look(_decoded(file), file.name))
        except (Unfit, NotThere) as why:
            faults.append(str(why))
    if faults:
        raise NotThere("；".join(faults))
    return looked


def opened(files: Sequence[Looked]) -> list[Cleaned]:
    """The files as they may be kept, or NotThere as above. Dear, so it comes when nothing else is wrong."""
    outcomes = clean_all(files)
    if unfit := [str(outcome) for outcome in outcomes if isinstance(outcome, Unfit)]:
        raise NotThere("；".join(unfit))
    return [outcome for outcome in outcomes if not isinstance(outcome, Unfit)]


def _decoded(file: FileSent) -> bytes:
    try:
        return base64.b64decode(file.content, validate=True)
    except (binascii.Error, ValueError):
        raise NotThere(f"文件“{file.name}”的内容不是 base64。") from None
