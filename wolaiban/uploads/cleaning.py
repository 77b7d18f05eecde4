"""Uploaded files made fit to keep: what they are by their content, and nothing in them but picture or voice.

First `look`: size, kind, and what a picture says of itself, for next to nothing. Then `clean_all`: what passed is opened in
a process of its own (`cleaner`), which may use so much processor and memory and no more. Photos are decoded and encoded
anew (`images`), PDFs rebuilt page by page (`pdf`), recordings packet by packet (`audio`). Names are only believed as far as
they are shown. Whoever takes files from strangers asks everything that is cheap between the two.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from wolaiban.process.errors import ProcessError
from wolaiban.uploads import bounds, headers
from wolaiban.uploads.cleaner import Cleaner, Late
from wolaiban.uploads.errors import Uncleanable
from wolaiban.uploads.kinds import FILM, KINDS, M4A, FileKind, is_named_as_film, kind_of

UNSEEN = {
    "Cc",
    "Cf",
    "Cs",
}  # what stands for a character stays in a name, even where Unicode does not know it yet
NAME_LENGTH = 80
TOO_LARGE = "超过 10 MB。照片请压缩后再上传，录音和 PDF 可以拆成几份。"
TOO_MUCH = "没有打开：一次传的大图太多了。请去掉几张，分两次传。"
NOT_OPENED = "没有打开：前面的文件太费事了。请分两次传，或者去掉它们。"


class Unfit(ProcessError):
    """A file that is not kept, and what its owner can do about it."""

    status = 422
    code = "unfit_file"
    message = "文件“{name}”{why}"

    def __init__(self, *, name: str, why: str) -> None:
        self.name, self.why = name, why
        super().__init__(name=name, why=why)


class Busy(ProcessError):
    """As many files are being opened as may be; nothing was kept, and it is worth trying again soon."""

    status = 503
    code = "busy"
    message = "这会儿传文件的人太多，这次没有收下。请过一分钟再提交。"


@dataclass(frozen=True)
class Looked:
    """A file of a kind we take and of a size that may be opened; whether it is sound is not known yet."""

    content: bytes = field(repr=False)
    kind: FileKind
    name: str
    weight: float

    @property
    def media_type(self) -> str:
        return self.kind.media_type


@dataclass(frozen=True)
class Cleaned:
    """A file that may be kept: what it holds, what it is, and a name that fits both."""

    content: bytes = field(repr=False)
    media_type: str
    name: str

    @property
    def extension(self) -> str:
        return self.name.rpartition(".")[2]


def look(content: bytes, name: str) -> Looked:
    """What can be said of a file without opening it, or `Unfit`."""
    shown = _tidy_name(name)
    if not content:
        raise Unfit(name=shown, why="是空的，请重新选择。")
    try:
        kind = kind_of(content)
        if len(content) > bounds.LARGEST_FILE:
            raise Uncleanable(FILM if kind is M4A and is_named_as_film(shown) else TOO_LARGE)
        return Looked(content, kind, shown, headers.weight(content, kind))
    except Uncleanable as trouble:
        raise Unfit(name=shown, why=str(trouble)) from None


def clean(content: bytes, name: str) -> Cleaned:
    """Return what may be kept of one file, or raise `Unfit` (or `Busy`)."""
    (outcome,) = clean_all([look(content, name)])
    if isinstance(outcome, Unfit):
        raise outcome
    return outcome


def clean_all(files: Sequence[Looked]) -> list[Cleaned | Unfit]:
    """What may be kept of each file of one request, or why it is not kept. `Busy` where there is no room or no time."""
    if not files:
        return []
    with _a_place(), Cleaner() as cleaner:
        try:
            return list(_outcomes(files, cleaner))
        except Late:
            raise Busy from None


def _outcomes(files: Iterable[Looked], cleaner: Cleaner) -> Iterator[Cleaned | Unfit]:
    """Pictures are paid for by their weight, which is the same on every machine; the rest, and what is refused, by time."""
    weight, seconds = 0.0, 0.0
    for file in files:
        weight += file.weight
        if weight > bounds.MOST_OF_REQUEST:
            yield Unfit(name=file.name, why=TOO_MUCH)
        elif seconds >= bounds.SECONDS_OF_REQUEST:
            yield Unfit(name=file.name, why=NOT_OPENED)
        else:
            outcome = _outcome(file, cleaner)
            seconds += cleaner.seconds if isinstance(outcome, Unfit) or not file.weight else 0
            yield outcome


def _outcome(file: Looked, cleaner: Cleaner) -> Cleaned | Unfit:
    try:
        content, kept_as = cleaner.clean(file.content, file.kind.name)
    except Uncleanable as trouble:
        is_film = file.kind.is_sound and is_named_as_film(file.name)
        return Unfit(name=file.name, why=FILM if is_film else str(trouble))
    kind = KINDS[kept_as]
    stem = file.name.rpartition(".")[0] or file.name
    return Cleaned(content, kind.media_type, f"{stem[:NAME_LENGTH]}.{kind.extension}")


class _Places:
    """Opened for a few, waited for by a few more: the other threads of the web are for those who read pages."""

    def __init__(self) -> None:
        self.inside = threading.BoundedSemaphore(bounds.PLACES)
        self.queue = threading.BoundedSemaphore(bounds.PLACES + bounds.MOST_WAITING)


PLACES = _Places()


@contextmanager
def _a_place() -> Iterator[None]:
    if not PLACES.queue.acquire(blocking=False):
        raise Busy
    try:
        if not PLACES.inside.acquire(timeout=bounds.LONGEST_WAIT):
            raise Busy
        try:
            yield
        finally:
            PLACES.inside.release()
    finally:
        PLACES.queue.release()


def _tidy_name(name: str) -> str:
    """The last part of the path, without what could fool a reader or a file system."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    spaced = "".join(" " if character.isspace() else character for character in last)
    seen = "".join(c for c in spaced if unicodedata.category(c) not in UNSEEN and c not in '<>:"|?*')
    return " ".join(seen.split()).strip(" .") or "附件"
