"""What may be sent: told by the first bytes, whatever the name says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wolaiban.uploads.errors import Uncleanable

NOTHING_WE_TAKE = "不是照片、录音或 PDF。可以上传 JPG、PNG、WebP、HEIC 照片，MP3、M4A、WAV 录音和 PDF 文件；Word、Excel 的请另存为 PDF。"
FILM = "是视频。视频暂时不收：请拍几张照片，或者录一段话。"
AVIF = "是 AVIF 格式，多数电脑打不开。请存成 JPG，或者截一张图再上传。"
MOVING = "是动图。请上传照片，或者截一张图。"


@dataclass(frozen=True)
class FileKind:
    """`media_type` and `extension` are those it is kept as, `name` is what the cleaner calls it."""

    name: str
    media_type: str
    extension: str

    @property
    def is_sound(self) -> bool:
        return self.media_type.startswith("audio/")


JPEG = FileKind("JPEG", "image/jpeg", "jpg")
PNG = FileKind("PNG", "image/png", "png")
WEBP = FileKind("WEBP", "image/webp", "webp")
HEIC = FileKind("HEIC", "image/jpeg", "jpg")
PDF = FileKind("PDF", "application/pdf", "pdf")
WEBM = FileKind("WEBM", "audio/webm", "webm")
OGG = FileKind("OGG", "audio/ogg", "ogg")
M4A = FileKind("M4A", "audio/mp4", "m4a")
MP3 = FileKind("MP3", "audio/mpeg", "mp3")
WAV = FileKind("WAV", "audio/wav", "wav")

KINDS = {kind.name: kind for kind in (JPEG, PNG, WEBP, HEIC, PDF, WEBM, OGG, M4A, MP3, WAV)}

MARKS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"%PDF-", PDF),
    (b"\x1a\x45\xdf\xa3", WEBM),
    (b"OggS", OGG),
    (b"ID3", MP3),
)
RIFFS = {b"WEBP": WEBP, b"WAVE": WAV}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1"}
BURST_BRANDS = {b"hevc", b"hevx", b"msf1", b"avis"}
FILM_MARKS = (b"FLV\x01", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", b"\0\0\x01\xba", b"\0\0\x01\xb3")
FILM_NAMES = re.compile(r"\.(mp4|mov|m4v|avi|mkv|wmv|flv|ts|mts|mpe?g|rmvb)$", re.IGNORECASE)
FILM_TRACK = re.compile(rb"hdlr.{8}vide", re.DOTALL)


def kind_of(content: bytes) -> FileKind:
    """The kind it may be, or `Uncleanable` with what it is instead."""
    for mark, kind in MARKS:
        if content.startswith(mark):
            return kind
    if content.startswith(b"RIFF") and content[8:12] in RIFFS:
        return RIFFS[content[8:12]]
    if content[4:8] == b"ftyp":
        return _of_boxes(content)
    if content[:1] == b"\xff" and content[1:2] and content[1] & 0xE6 == 0xE2:  # an MPEG frame of layer III
        return MP3
    if content.startswith(b"GIF8"):
        raise Uncleanable(MOVING)
    if content.startswith(FILM_MARKS) or content[8:12] == b"AVI ":
        raise Uncleanable(FILM)
    raise Uncleanable(NOTHING_WE_TAKE)


def _of_boxes(content: bytes) -> FileKind:
    """Photos, recordings and films of phones lie in the same boxes."""
    brand = content[8:12]
    if brand in HEIC_BRANDS:
        return HEIC
    if brand == b"avif":
        raise Uncleanable(AVIF)
    if brand in BURST_BRANDS:
        raise Uncleanable(MOVING)
    if FILM_TRACK.search(content):
        raise Uncleanable(FILM)
    return M4A


def is_named_as_film(name: str) -> bool:
    return bool(FILM_NAMES.search(name))
