"""Pictures decoded and encoded anew: the pixels as the camera was held, and nothing else that was in the file.

Place, serial numbers, hidden thumbnails, notes and what is appended stay behind; most are taken away before a decoder
sees them. Runs in the cleaner's process alone.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from PIL import Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from wolaiban.uploads.errors import Uncleanable
from wolaiban.uploads.headers import (
    BROKEN,
    CAMERA_DATA,
    DRAWING,
    MEGA,
    ODD,
    chunks,
    held,
    orientation,
    segments,
)
from wolaiban.uploads.kinds import HEIC, JPEG, PNG, WEBP

BROKEN_PICTURES = (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, Image.DecompressionBombError)
MOST_KEPT = 16_500_000  # pixels; above, every two by two become one
SMALL = 5_000_000
STRIP = 64

Image.MAX_IMAGE_PIXELS = None  # `headers` has counted them, each kind to its own bound
PLUGINS: dict[str, Callable[[BytesIO], Image.Image]] = {
    JPEG.name: JpegImagePlugin.JpegImageFile,
    PNG.name: PngImagePlugin.PngImageFile,
    WEBP.name: WebPImagePlugin.WebPImageFile,
}
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def clean_picture(content: bytes, kind: str) -> tuple[bytes, str]:
    """The picture to be kept and the name of its kind, or `Uncleanable`."""
    try:
        picture = OPENERS[kind](content)
        return _written(picture, _kept_as(picture, kind, len(content)))
    except BROKEN_PICTURES:
        raise Uncleanable(BROKEN) from None


def _kept_as(picture: Image.Image, kind: str, size: int) -> str:
    """A photo stored as PNG would cost seconds to write as one again."""
    is_photo = kind == PNG.name and size > picture.width * picture.height > SMALL
    return JPEG.name if kind == HEIC.name or (is_photo and not picture.has_transparency_data) else kind


def _loaded(content: bytes, kind: str) -> Image.Image:
    """Opened as the kind it claims to be, and as nothing else."""
    picture = PLUGINS[kind](BytesIO(content))
    if picture.width * picture.height > MOST_KEPT:
        picture.draft("RGB", (picture.width // 2, picture.height // 2))  # of JPEG alone, while decoding
    picture.load()
    return picture


def _from_jpeg(content: bytes) -> Image.Image:
    return _turned(_loaded(without_camera_data(content), JPEG.name), orientation(content))


def _from_png(content: bytes) -> Image.Image:
    exif = next((content[start + 8 : end] for name, start, end in chunks(content) if name == b"eXIf"), b"")
    return _turned(_loaded(_only_drawing(content), PNG.name), held(exif))


def _from_webp(content: bytes) -> Image.Image:
    picture = _loaded(content, WEBP.name)
    return _turned(picture, held(picture.info.get("exif", b"").removeprefix(b"Exif\0\0")))


def _turned(picture: Image.Image, how: int) -> Image.Image:
    return picture.transpose(TURNS[how]) if how in TURNS else picture


def without_camera_data(jpeg: bytes) -> bytes:
    """Drop EXIF, XMP, comments and whatever follows the picture, without touching its pixels."""
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    kept = [jpeg[start:end] for marker, start, end in segments(jpeg) if marker not in CAMERA_DATA]
    return jpeg[:2] + b"".join(kept)


def _only_drawing(png: bytes) -> bytes:
    """The chunks that draw: notes that unpack to gigabytes are not unpacked."""
    return png[:8] + b"".join(png[start:end] for name, start, end in chunks(png) if name in DRAWING)


def _from_heic(content: bytes) -> Image.Image:
    """Turned by its decoder; a large one is brought to half its size strip by strip, since it fits no second time."""
    import pillow_heif  # noqa: PLC0415 -- 5 MB that only this kind needs

    options = pillow_heif.options
    options.DECODE_THREADS, options.THUMBNAILS, options.DEPTH_IMAGES, options.AUX_IMAGES = (
        1,
        False,
        False,
        False,
    )
    picture = pillow_heif.open_heif(content)
    if picture.mode not in {"RGB", "RGBA", "L"}:
        raise Uncleanable(ODD)
    if picture.size[0] * picture.size[1] > MOST_KEPT:
        return _halved(picture.data, picture.mode, picture.size)
    return Image.frombytes(picture.mode, picture.size, picture.data)


def _halved(pixels: bytes, mode: str, size: tuple[int, int]) -> Image.Image:
    width, height = size
    row = width * len(mode)
    half = Image.new("RGB", ((width + 1) // 2, (height + 1) // 2))
    for top in range(0, height, STRIP):
        rows = min(STRIP, height - top)
        strip = Image.frombytes(mode, (width, rows), bytes(pixels[top * row : (top + rows) * row]))
        half.paste(strip.convert("RGB").reduce(2), (0, top // 2))
    return half


def _written(picture: Image.Image, kind: str) -> tuple[bytes, str]:
    """Write the pixels and nothing else: Pillow would carry comments and profiles over from `info`."""
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda shade: shade * (1 / 256)).convert("L")  # convert alone would clip
    transparent = picture.has_transparency_data and kind != JPEG.name
    mode = "RGBA" if transparent else "L" if picture.mode in {"1", "L"} else "RGB"
    if picture.mode != mode or "transparency" in picture.info:
        picture = picture.convert(mode)
    picture.info = {}
    target = BytesIO()
    picture.save(target, kind, exif=b"", **_encoding(kind, picture.width * picture.height))
    return target.getvalue(), kind


def _encoding(kind: str, pixels: int) -> dict[str, int]:
    """The better part of the trouble for what phones send, less for what is large."""
    if kind == PNG.name:
        return {"compress_level": 6 if pixels <= SMALL else 1}
    if kind == WEBP.name:
        return {"quality": 85, "method": 4 if pixels <= MEGA else 0}
    return {"quality": 88}


OPENERS = {JPEG.name: _from_jpeg, PNG.name: _from_png, WEBP.name: _from_webp, HEIC.name: _from_heic}
