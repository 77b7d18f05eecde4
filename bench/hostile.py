"""Files that are made to be dear, each small enough to be sent, and honest ones as dear as they may be.

python -m bench.hostile FOLDER      writes them all
"""

from __future__ import annotations

import struct
import sys
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import pikepdf
import pillow_heif
from PIL import Image

MADE: dict[str, Callable[[], bytes]] = {}
HEIF_QUICKLY = {"quality": 50, "enc_params": {"preset": "ultrafast"}}


def made(name: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    def remember(maker: Callable[[], bytes]) -> Callable[[], bytes]:
        MADE[name] = maker
        return maker

    return remember


def saved(picture: Image.Image, codec: str, **how: Any) -> bytes:
    target = BytesIO()
    picture.save(target, codec, **how)
    return target.getvalue()


def seen(width: int = 4032, height: int = 3024) -> Image.Image:
    """As much in it as a camera sees: soft shapes under a little noise."""
    shapes = Image.effect_noise((width // 8, height // 8), 60).resize(
        (width, height), Image.Resampling.BICUBIC
    )
    grain = Image.effect_noise((width // 4, height // 4), 20).resize(
        (width, height), Image.Resampling.NEAREST
    )
    grey = Image.blend(shapes, grain, 0.3)
    return Image.merge("RGB", (grey, grey.transpose(Image.Transpose.ROTATE_180), grey))


def plain(width: int, height: int, mode: str = "RGB") -> Image.Image:
    return Image.new(mode, (width, height), 9 if mode == "L" else (9, 8, 7, 200)[: len(mode)])


# ---- JPEG


def scans_repeated(jpeg: bytes, times: int) -> bytes:
    """The last scan of a progressive JPEG so many times more."""
    last = jpeg.rindex(b"\xff\xda")
    return jpeg[:-2] + jpeg[last:-2] * times + b"\xff\xd9"


@made("hundreds of scans.jpg")
def _() -> bytes:
    return scans_repeated(saved(plain(7000, 7000), "JPEG", progressive=True), 400)


@made("sixteen scans of twelve megapixels.jpg")
def _() -> bytes:
    return scans_repeated(saved(seen(), "JPEG", progressive=True, quality=60), 6)


@made("65,000 pixels each way.jpg")
def _() -> bytes:
    jpeg = bytearray(saved(plain(64, 64), "JPEG"))
    at = jpeg.index(b"\xff\xc0") + 5
    jpeg[at : at + 4] = struct.pack(">HH", 65_000, 65_000)
    return bytes(jpeg)


@made("half a million parts.jpg")
def _() -> bytes:
    jpeg = saved(plain(64, 64), "JPEG")
    return jpeg[:2] + b"\xff\xe2\0\2" * 500_000 + jpeg[2:]


@made("camera data in a circle.jpg")
def _() -> bytes:
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, 8) for tag in range(0x8000, 0x8000 + 5000))
    exif = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 65_535) + entries + struct.pack("<I", 8)
    return saved(plain(64, 64), "JPEG", exif=exif[:65_000])


@made("fifty megapixels.jpg")
def _() -> bytes:
    return saved(seen(8160, 6120), "JPEG", quality=60)


# ---- PNG


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def with_chunks(png: bytes, *more: bytes) -> bytes:
    return png[:33] + b"".join(more) + png[33:]  # after the header


@made("7060 pixels each way.png")
def _() -> bytes:
    return saved(plain(7060, 7060), "PNG")


@made("as many pixels as may be, see-through.png")
def _() -> bytes:
    return saved(plain(4990, 4990, "RGBA"), "PNG")


@made("notes that unpack to 500 MB.png")
def _() -> bytes:
    packed = zlib.compress(bytes(100_000_000))
    notes = [chunk(b"zTXt", b"a\0\0" + packed)] * 4 + [chunk(b"iTXt", b"a\0\1\0\0\0" + packed)]
    return with_chunks(saved(plain(64, 64), "PNG"), *notes)


@made("a profile that unpacks to 100 MB.png")
def _() -> bytes:
    return with_chunks(
        saved(plain(64, 64), "PNG"), chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(100_000_000)))
    )


@made("a million chunks.png")
def _() -> bytes:
    return with_chunks(saved(plain(64, 64), "PNG"), chunk(b"tEXt", b"") * 800_000)


@made("a thousand frames.png")
def _() -> bytes:
    frames = [plain(64, 64).point(lambda shade, n=n: n % 250) for n in range(1000)]
    return saved(frames[0], "PNG", save_all=True, append_images=frames[1:])


# ---- what moves, and what is called otherwise than it is


@made("ten thousand frames.gif")
def _() -> bytes:
    frame = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0"
    return b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff" + frame * 10_000 + b";"


@made("a thousand frames.webp")
def _() -> bytes:
    frames = [plain(64, 64).point(lambda shade, n=n: n % 250) for n in range(1000)]
    return saved(frames[0], "WEBP", save_all=True, append_images=frames[1:])


@made("as many pixels as may be, see-through.webp")
def _() -> bytes:
    return saved(plain(2230, 2230, "RGBA"), "WEBP", lossless=True)


@made("a scan of 50 megapixels that is called a photo.jpg")
def _() -> bytes:
    return saved(plain(7060, 7060, "L"), "TIFF", compression="tiff_lzw")


# ---- HEIC


def heic(picture: Image.Image, **how: Any) -> bytes:
    target = BytesIO()
    pillow_heif.from_pillow(picture).save(target, **HEIF_QUICKLY | how)
    return target.getvalue()


def called(content: bytes, width: int, height: int) -> bytes:
    """The same picture, said to be of another size."""
    at = content.index(b"ispe") + 8
    return content[:at] + struct.pack(">II", width, height) + content[at + 8 :]


@made("nothing but noise.heic")
def _() -> bytes:
    noise = Image.effect_noise((2800, 2000), 120)
    turned = (noise.transpose(turn) for turn in (Image.Transpose.ROTATE_180, Image.Transpose.FLIP_LEFT_RIGHT))
    return heic(Image.merge("RGB", (noise, *turned)), quality=86)


@made("30,000 pixels each way.heic")
def _() -> bytes:
    return called(heic(plain(256, 256)), 30_000, 30_000)


@made("36 megapixels that are called one.heic")
def _() -> bytes:
    return called(heic(plain(6000, 6000)), 1000, 1000)


# ---- recordings


def recorded(container: str, codec: str, seconds: int, rate: int, **how: Any) -> bytes:
    target = BytesIO()
    with av.open(target, "w", format=container) as file:
        stream: Any = file.add_stream(codec, rate=rate, layout="mono", options=how)
        fitted = av.AudioResampler(stream.codec_context.format, "mono", rate, stream.frame_size or 0)
        second = av.AudioFrame(format="s16", layout="mono", samples=rate)
        second.sample_rate = rate
        second.planes[0].update(bytes(range(256)) * (rate * 2 // 256) + bytes(rate * 2 % 256))
        for _ in range(seconds):
            for frame in fitted.resample(second):
                file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return target.getvalue()


@made("five hours.mp3")
def _() -> bytes:
    some = recorded("mp3", "libmp3lame", 60, 8000, b="8000")
    start = some.index(b"\xff\xe3")
    return some[:start] + some[start:] * 130


@made("twenty minutes.wav")
def _() -> bytes:
    return recorded("wav", "pcm_u8", 1200, 8000)


@made("packets of a four-hundredth of a second.ogg")
def _() -> bytes:
    return recorded("ogg", "libopus", 140, 48_000, frame_duration="2.5", application="lowdelay")


# ---- PDF


def paper(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 100))
        change(pdf)
        target = BytesIO()
        pdf.save(target, compress_streams=False)
        return target.getvalue()


def packed_stream(
    pdf: pikepdf.Pdf, content: bytes, filters: Any = pikepdf.Name.FlateDecode
) -> pikepdf.Stream:
    stream = pdf.make_stream(b"")
    stream.write(content, filter=filters)
    return stream


@made("a page that unpacks to 120 MB.pdf")
def _() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Contents = packed_stream(pdf, zlib.compress(bytes(120_000_000)))

    return paper(change)


@made("a hundred pages that unpack to 4 GB.pdf")
def _() -> bytes:
    packed = zlib.compress(bytes(40_000_000))

    def change(pdf: pikepdf.Pdf) -> None:
        for _ in range(100):
            pdf.add_blank_page(page_size=(200, 100)).Contents = packed_stream(pdf, packed)

    return paper(change)


@made("packed twice.pdf")
def _() -> bytes:
    packed = zlib.compress(zlib.compress(bytes(200_000_000)))

    def change(pdf: pikepdf.Pdf) -> None:
        twice = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
        pdf.pages[0].Contents = packed_stream(pdf, packed, twice)

    return paper(change)


@made("a picture of 40,000 pixels each way.pdf")
def _() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        image = packed_stream(pdf, zlib.compress(bytes(1000)))
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width, image.Height, image.BitsPerComponent = 40_000, 40_000, 8
        image.ColorSpace = pikepdf.Name.DeviceGray
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))

    return paper(change)


# ---- honest


def photo() -> bytes:
    """Twelve megapixels as a phone writes them, held upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(seen(), "JPEG", quality=85, exif=exif)


def phone_heic() -> bytes:
    """The same in tiles of 512 pixels, as Apple's phones write them."""
    return heic(seen(), tile_size=512)


def main(folder: Path) -> None:
    for name, maker in MADE.items():
        (folder / name).write_bytes(maker())
    (folder / "honest.jpg").write_bytes(photo())
    (folder / "honest.heic").write_bytes(phone_heic())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
