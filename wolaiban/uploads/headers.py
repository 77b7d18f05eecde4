"""What a picture says of itself, read from its bytes before any of it is decoded.

A picture that is made to be dear says so: so many pixels, so many scans over them, so many parts. Here it is refused
for next to nothing. What lies about itself is stopped by the limits of the process that opens it.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from wolaiban.uploads.errors import Uncleanable
from wolaiban.uploads.kinds import HEIC, JPEG, MOVING, PNG, WEBP, FileKind

BROKEN = "已损坏或不完整，打不开。请重新拍照或重新保存后再上传。"
ODD = "的存法太特别，打开它太费事。请截一张图，或者重新拍照后再上传。"
TOO_MANY_PIXELS = "超过 {most} 万像素。请缩小，或者存成小一些的 JPG 再上传。"

MEGA = 1_000_000
MOST_PIXELS = {JPEG.name: 50 * MEGA, HEIC.name: 26 * MEGA, PNG.name: 25 * MEGA, WEBP.name: 5 * MEGA}
MOST_SCANS = 24  # the usual progressive photo has ten
MOST_SCANNED = 200 * MEGA  # pixels times scans
MOST_SEGMENTS = 1_000
MOST_CHUNKS = 20_000
MOST_BOXES = 4_000
# What a pixel and a byte cost, about, in 20 ns of processor; a further scan of a JPEG costs as much as this.
OF_PIXEL = {JPEG.name: 0.5, HEIC.name: 1.0, PNG.name: 2.0, WEBP.name: 3.0}
OF_BYTE = {HEIC.name: 2.4}
OF_SCAN = 0.08


@dataclass(frozen=True)
class Size:
    width: int
    height: int
    scans: int = 1

    @property
    def pixels(self) -> int:
        return self.width * self.height


def weight(content: bytes, kind: FileKind) -> float:
    """What it will cost to open (0 for what is no picture), or `Uncleanable`."""
    if kind.name not in READERS:
        return 0
    try:
        size = READERS[kind.name](content)
    except (IndexError, struct.error):
        raise Uncleanable(BROKEN) from None
    most = MOST_PIXELS[kind.name]
    if not size.pixels:
        raise Uncleanable(BROKEN)
    if size.pixels > most:
        raise Uncleanable(TOO_MANY_PIXELS.format(most=most // 10_000))
    if size.scans > MOST_SCANS or (size.scans > 1 and size.pixels * size.scans > MOST_SCANNED):
        raise Uncleanable(ODD)
    of_pixel = OF_PIXEL[kind.name] + OF_SCAN * (size.scans - 1)
    return size.pixels * of_pixel + len(content) * OF_BYTE.get(kind.name, 0)


# ---- JPEG

MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]", re.DOTALL)
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
SCAN, END, COMMENT, CAMERA = 0xDA, 0xD9, 0xFE, 0xE1
CAMERA_DATA = {*range(0xE1, 0xEE), 0xEF, COMMENT}  # APP1…APP13, APP15; APP0 and APP14 say how to decode


def segments(jpeg: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each part, the end of the picture being the last; a scan's data belong to it."""
    at = 2
    for _ in range(MOST_SEGMENTS):
        found = MARKER.search(jpeg, at)
        if found is None:
            return
        start, marker = found.start(), jpeg[found.start() + 1]
        if marker == END:
            yield marker, start, start + 2
            return
        at = start + 2 + int.from_bytes(jpeg[start + 2 : start + 4])
        if marker == SCAN:
            following = MARKER.search(jpeg, at)
            at = following.start() if following else len(jpeg)
        yield marker, start, at
    raise Uncleanable(ODD)


def _jpeg(content: bytes) -> Size:
    width = height = scans = 0
    for marker, start, _ in segments(content):
        if marker in FRAMES:
            if width:
                raise Uncleanable(ODD)
            height, width = struct.unpack_from(">HH", content, start + 5)
        scans += marker == SCAN
    return Size(width, height, scans)


def orientation(jpeg: bytes) -> int:
    """How the camera was held, 1 to 8; 1 where nothing sound says so. Reads one table and follows nothing."""
    for marker, start, end in segments(jpeg):
        if marker == CAMERA and jpeg[start + 4 : start + 10] == b"Exif\0\0":
            return held(jpeg[start + 10 : end])
        if marker == SCAN:
            break
    return 1


def held(exif: bytes) -> int:
    """The same, of the bare EXIF data as other kinds carry them."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    try:
        (at,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, at)
        for entry in range(at + 2, at + 2 + 12 * min(count, 100), 12):
            tag, kind, number, value = struct.unpack_from(f"{order}HHIH", exif, entry)
            if (tag, kind, number) == (0x0112, 3, 1):
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


# ---- PNG: all chunks, and those that draw

DRAWING = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


def chunks(png: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of each chunk up to the last."""
    at = 8
    for _ in range(MOST_CHUNKS):
        length, name = struct.unpack_from(">I4s", png, at)
        end = at + 12 + length
        yield name, at, end
        if name == b"IEND":
            return
        at = end
    raise Uncleanable(ODD)


def _png(content: bytes) -> Size:
    for name, start, _ in chunks(content):
        if name == b"acTL" and struct.unpack_from(">I", content, start + 8)[0] > 1:
            raise Uncleanable(MOVING)
    width, height = struct.unpack_from(">II", content, 16)
    return Size(width, height)


# ---- WebP

MOVES = 0x02


def _webp(content: bytes) -> Size:
    form = content[12:16]
    if form == b"VP8X":
        if content[20] & MOVES:
            raise Uncleanable(MOVING)
        return Size(1 + _little(content[24:27]), 1 + _little(content[27:30]))
    if form == b"VP8L":
        bits = _little(content[21:25])
        return Size(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    width, height = struct.unpack_from("<HH", content, 26)
    return Size(width & 0x3FFF, height & 0x3FFF)


def _little(some: bytes) -> int:
    return int.from_bytes(some, "little")


# ---- HEIC: boxes in boxes; the sizes of all its pictures and tiles stand in one of them

WAY_TO_SIZES = (b"meta", b"iprp", b"ipco")
MOST_TILES = 512


def _heic(content: bytes) -> Size:
    inside, start, end = content, 0, len(content)
    for name in WAY_TO_SIZES:
        start, end = next(
            ((first, last) for box, first, last in _boxes(inside, start, end) if box == name), (0, 0)
        )
        if not end:
            raise Uncleanable(BROKEN)
        if name == b"meta":
            _refuse_many_tiles(content, start + 4, end)
            start += 4
    sizes = [
        struct.unpack_from(">II", content, first + 4)
        for name, first, _ in _boxes(content, start, end)
        if name == b"ispe"
    ]
    width, height = max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))
    return Size(width, height)


def _refuse_many_tiles(content: bytes, start: int, end: int) -> None:
    for name, first, _ in _boxes(content, start, end):
        if name == b"iinf" and int.from_bytes(content[first + 4 : first + 6]) > MOST_TILES:
            raise Uncleanable(ODD)


def _boxes(content: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name of each box, and where its inside starts and ends."""
    for _ in range(MOST_BOXES):
        if start + 8 > end:
            return
        length, name = struct.unpack_from(">I4s", content, start)
        head = 8
        if length == 1:
            (length,), head = struct.unpack_from(">Q", content, start + 8), 16
        last = start + length if length else end
        if (length and length < head) or last > end:
            return
        yield name, start + head, last
        start = last
    raise Uncleanable(ODD)


READERS = {JPEG.name: _jpeg, PNG.name: _png, WEBP.name: _webp, HEIC.name: _heic}
