"""Uploaded files made fit to keep: what they are by their content, and nothing in them but picture or voice.

Photos are decoded and encoded anew, so that GPS, serial numbers, hidden thumbnails and anything
appended to the file stay behind. PDFs are rebuilt page by page (`pdf`), recordings packet by packet
(`audio`). Names are only believed as far as they are shown.
"""

import threading
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image, ImageOps

from wolaiban.process.errors import ProcessError
from wolaiban.uploads import audio
from wolaiban.uploads.errors import Uncleanable

LARGEST_FILE = 10 * 1024 * 1024
UNSEEN = {
    "Cc",
    "Cf",
    "Cs",
}  # what stands for a character stays in a name, even where Unicode does not know it yet
MOST_PIXELS = 50_000_000
NAME_LENGTH = 80

BROKEN_PICTURES = (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, Image.DecompressionBombError)
FEW_PICTURES_AT_A_TIME = threading.BoundedSemaphore(2)  # 50 megapixels take 200 MB while they are open

HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
HEIC_ADVICE = (
    "是苹果手机的 HEIC 格式，多数电脑打不开。请在手机“设置 › 相机 › 格式”中选“兼容性最佳”后重拍，"
    "或者把照片截屏后上传截图。"
)


class Unfit(ProcessError):
    """A file that is not kept, and what its owner can do about it."""

    status = 422
    code = "unfit_file"
    message = "文件“{name}”{why}"


@dataclass(frozen=True)
class Cleaned:
    """A file that may be kept: what it holds, what it is, and a name that fits both."""

    content: bytes = field(repr=False)
    media_type: str
    name: str

    @property
    def extension(self) -> str:
        return self.name.rpartition(".")[2]


@dataclass(frozen=True)
class Kind:
    media_type: str
    extension: str
    clean: Callable[[bytes], bytes]


def clean(content: bytes, name: str) -> Cleaned:
    """Return what may be kept of a file, or raise `Unfit`."""
    shown = _tidy_name(name)
    if not content:
        raise Unfit(name=shown, why="是空的，请重新选择。")
    if len(content) > LARGEST_FILE:
        raise Unfit(name=shown, why="超过 10 MB。照片请压缩后再上传，录音和 PDF 可以拆成几份。")
    kind = _kind_of(content, shown)
    try:
        cleaned = kind.clean(content)
    except Uncleanable as trouble:
        raise Unfit(name=shown, why=str(trouble)) from None
    stem = shown.rpartition(".")[0] or shown
    return Cleaned(cleaned, kind.media_type, f"{stem[:NAME_LENGTH]}.{kind.extension}")


def _kind_of(content: bytes, name: str) -> Kind:
    """Tell by the first bytes, whatever the name says."""
    for mark, kind in MARKS:
        if content.startswith(mark):
            return kind
    if content.startswith(b"RIFF") and content[8:12] in RIFFS:
        return RIFFS[content[8:12]]
    if content[4:8] == b"ftyp":
        if content[8:12] in HEIC_BRANDS:
            raise Unfit(name=name, why=HEIC_ADVICE)
        return M4A
    if content[0] == 0xFF and content[1:2] and content[1] & 0xE6 == 0xE2:  # an MPEG frame of layer III
        return MP3
    raise Unfit(
        name=name,
        why="不是照片、录音或 PDF。可以上传 JPG、PNG、WebP 照片，MP3、M4A、WAV 录音和 PDF 文件。",
    )


def _clean_picture(content: bytes, codec: str) -> bytes:
    try:
        with FEW_PICTURES_AT_A_TIME:
            return _encoded(_upright(_opened(content, codec)), codec)
    except BROKEN_PICTURES:
        raise Uncleanable("已损坏或不完整，打不开。请重新拍照或重新保存后再上传。") from None


def _opened(content: bytes, codec: str) -> Image.Image:
    """Open as the kind it claims to be and as nothing else; count its pixels before decoding any."""
    picture = Image.open(BytesIO(content), formats=[codec])
    if picture.width * picture.height > MOST_PIXELS:
        raise Uncleanable("超过 5000 万像素。请缩小后再上传。")
    picture.load()
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    """Turn the picture as its camera was held, while it still says so."""
    try:
        return ImageOps.exif_transpose(picture)
    except BROKEN_PICTURES:  # some phones write unreadable EXIF around a sound picture
        return picture


def _encoded(picture: Image.Image, codec: str) -> bytes:
    """Write the pixels and nothing else: Pillow would carry comments and profiles over from `info`."""
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda shade: shade * (1 / 256)).convert("L")  # convert alone would clip
    transparent = picture.has_transparency_data and codec != "JPEG"
    plain = picture.convert("RGBA" if transparent else "L" if picture.mode in {"1", "L"} else "RGB")
    plain.info = {}
    target = BytesIO()
    plain.save(target, codec, exif=b"", **ENCODING[codec])
    return target.getvalue()


def _clean_paper(content: bytes) -> bytes:
    from wolaiban.uploads.pdf import clean_paper  # noqa: PLC0415 -- 8 MB of libraries that most processes never need

    return clean_paper(content)


ENCODING: dict[str, dict[str, int]] = {"JPEG": {"quality": 88}, "PNG": {}, "WEBP": {"quality": 85}}

JPEG = Kind("image/jpeg", "jpg", lambda content: _clean_picture(content, "JPEG"))
PNG = Kind("image/png", "png", lambda content: _clean_picture(content, "PNG"))
WEBP = Kind("image/webp", "webp", lambda content: _clean_picture(content, "WEBP"))
PDF = Kind("application/pdf", "pdf", _clean_paper)
WEBM = Kind("audio/webm", "webm", lambda content: audio.clean_sound(content, audio.WEBM))
OGG = Kind("audio/ogg", "ogg", lambda content: audio.clean_sound(content, audio.OGG))
M4A = Kind("audio/mp4", "m4a", lambda content: audio.clean_sound(content, audio.MP4))
MP3 = Kind("audio/mpeg", "mp3", lambda content: audio.clean_sound(content, audio.MP3))
WAV = Kind("audio/wav", "wav", lambda content: audio.clean_sound(content, audio.WAV))

MARKS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"%PDF-", PDF),
    (b"\x1a\x45\xdf\xa3", WEBM),
    (b"OggS", OGG),
    (b"ID3", MP3),
)
RIFFS = {b"WEBP": WEBP, b"WAVE": WAV}


def _tidy_name(name: str) -> str:
    """The last part of the path, without what could fool a reader or a file system."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    spaced = "".join(" " if character.isspace() else character for character in last)
    seen = "".join(c for c in spaced if unicodedata.category(c) not in UNSEEN and c not in '<>:"|?*')
    return " ".join(seen.split()).strip(" .") or "附件"
