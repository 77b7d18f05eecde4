"""Files as people and attackers send them, made here; nothing but the picture may come through."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from wolaiban.uploads.bounds import LARGEST_FILE
from wolaiban.uploads.cleaning import Cleaned, Unfit, clean
from wolaiban.uploads.images import without_camera_data

pytestmark = pytest.mark.usefixtures("one_process")

SECRET = b"SECRET-39.7N-116.1E"


def picture(mode: str = "RGB") -> Image.Image:
    """Left half dark, right half light: one can see how it was turned."""
    image = Image.new(mode, (64, 48), 0)
    image.paste(Image.new(mode, (32, 48), "white"), (32, 0))
    return image


def saved(image: Image.Image, codec: str, **facts: object) -> bytes:
    target = BytesIO()
    image.save(target, codec, **facts)
    return target.getvalue()


def photo(**facts: object) -> bytes:
    """A JPEG as a phone writes it: GPS, camera, comment, XMP."""
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()  # maker
    exif[0x0112] = 6  # held upright: turn by 90°
    exif.get_ifd(0x8825)[2] = (39.0, 42.0, 7.0)  # GPS latitude
    exif.get_ifd(0x8825)[29] = SECRET.decode()
    xmp = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    return saved(picture(), "JPEG", exif=exif, comment=SECRET, xmp=xmp, icc_profile=SECRET, **facts)


def opened(cleaned: Cleaned) -> Image.Image:
    image = Image.open(BytesIO(cleaned.content))
    image.load()
    return image


def test_a_photo_loses_where_when_and_with_what_it_was_taken() -> None:
    raw = photo()
    assert raw.count(SECRET) == 5

    cleaned = clean(raw, "照片.jpg")

    assert SECRET not in cleaned.content
    assert b"Exif" not in cleaned.content
    assert dict(opened(cleaned).getexif()) == {}
    assert set(opened(cleaned).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_photo_stands_upright_after_it_forgot_how_it_was_held() -> None:
    image = opened(clean(photo(), "照片.jpg")).convert("L")

    assert image.size == (48, 64)
    assert image.getpixel((24, 5)) == pytest.approx(0, abs=12)
    assert image.getpixel((24, 60)) == pytest.approx(255, abs=12)


def test_broken_camera_data_does_not_cost_the_photo() -> None:
    raw = saved(picture(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + SECRET)

    assert SECRET not in clean(raw, "照片.jpg").content


def test_png_and_webp_lose_their_notes_and_keep_their_transparency() -> None:
    notes = PngInfo()
    notes.add_text("Comment", SECRET.decode())
    notes.add_itxt("XML:com.adobe.xmp", SECRET.decode(), zip=False)
    png = clean(saved(picture(mode="RGBA"), "PNG", pnginfo=notes, exif=_exif()), "截图.png")
    webp = clean(saved(picture(mode="RGBA"), "WEBP", exif=_exif(), xmp=SECRET, lossless=True), "图.webp")

    for cleaned in (png, webp):
        assert SECRET not in cleaned.content
        assert opened(cleaned).mode == "RGBA"
    assert opened(png).tobytes() == picture(mode="RGBA").tobytes()


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    return exif


@pytest.mark.parametrize(
    ("codec", "mode"),
    [
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "1"),
        ("PNG", "L"),
        ("PNG", "P"),
        ("PNG", "LA"),
        ("WEBP", "RGB"),
    ],
)
def test_every_usual_kind_of_picture_comes_through(codec: str, mode: str) -> None:
    cleaned = clean(saved(picture().convert(mode), codec), "x")

    assert opened(cleaned).size == (64, 48)
    assert opened(cleaned).format == codec


def test_a_sixteen_bit_scan_keeps_its_shades() -> None:
    image = Image.new("I;16", (4, 4), 32768)

    assert opened(clean(saved(image, "PNG"), "扫描.png")).getpixel((0, 0)) in {127, 128, (128, 128, 128)}


@pytest.mark.parametrize("codec", ["PNG", "WEBP", "GIF"])
def test_an_animation_is_refused_rather_than_cut_to_its_first_picture(codec: str) -> None:
    raw = saved(picture(), codec, save_all=True, append_images=[picture().rotate(180)])

    with pytest.raises(Unfit, match="是动图"):
        clean(raw, "动图")


@pytest.mark.parametrize("codec", ["JPEG", "PNG", "WEBP"])
def test_what_is_appended_to_a_picture_stays_behind(codec: str) -> None:
    page = b"<script>alert(1)</script>%PDF-1.4 PK\x03\x04" + SECRET

    cleaned = clean(saved(picture(), codec) + page, "图")

    assert SECRET not in cleaned.content
    assert b"<script>" not in cleaned.content


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("漏水.jpg", "漏水.jpg"),
        ("漏水.pdf", "漏水.jpg"),
        ("漏水.jpg.exe", "漏水.jpg.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\fakepath\\漏水 1.JPEG", "漏水 1.jpg"),
        ("照片\u202egpj.exe", "照片gpj.jpg"),
        ("a\x00b\r\nc.jpg", "ab c.jpg"),
        ('x"><img>.jpg', "ximg.jpg"),
        ("", "附件.jpg"),
        ("...", "附件.jpg"),
        ("王\ue863\U000323af.jpg", "王\ue863\U000323af.jpg"),
        ("长" * 300 + ".jpg", "长" * 80 + ".jpg"),
    ],
)
def test_a_name_is_shown_and_never_believed(name: str, kept: str) -> None:
    cleaned = clean(saved(picture(), "JPEG"), name)

    assert cleaned.name == kept
    assert (cleaned.media_type, cleaned.extension) == ("image/jpeg", "jpg")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "空的"),
        (b"MZ\x90\0" + bytes(100), "不是照片、录音或 PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是照片、录音或 PDF"),
        (b"GIF89a" + bytes(100), "是动图"),
        (b"PK\x03\x04" + bytes(100), "不是照片、录音或 PDF"),
        (b"<html>\xff\xd8\xff", "不是照片、录音或 PDF"),
        (b"\0\0\0\x18ftypheic" + bytes(100), "打不开"),
        (b"\0\0\0\x18ftypavif" + bytes(100), "是 AVIF"),
        (b"II*\0" + bytes(100), "不是照片、录音或 PDF"),
        (b"RIFF\x64\0\0\0AVI LIST" + bytes(100), "是视频"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "打不开"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "打不开"),
        (b"RIFF\x64\0\0\0WEBPVP8 " + bytes(100), "打不开"),
        (b"%PDF-1.7\n" + bytes(100), "打不开"),
        (b"\xff\xd8\xff" + bytes(LARGEST_FILE), "10 MB"),
    ],
)
def test_what_is_no_photo_and_no_paper_is_refused_in_words(content: bytes, why: str) -> None:
    with pytest.raises(Unfit, match=why) as refusal:
        clean(content, "漏水.jpg")
    assert str(refusal.value).startswith("文件“漏水.jpg”")


@pytest.mark.parametrize("codec", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_refused(codec: str) -> None:
    whole = saved(Image.effect_noise((200, 200), 80), codec)

    with pytest.raises(Unfit, match="打不开"):
        clean(whole[: len(whole) // 2], "半张.jpg")


@pytest.mark.parametrize("side", [8_000, 30_000])
def test_a_bomb_is_counted_before_it_is_opened(side: int) -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(9999)))

    with pytest.raises(Unfit, match=r"5000 万像素|打不开"):
        clean(bomb, "大.png")


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.data())
def test_a_garbled_picture_is_cleaned_or_refused_and_never_crashes(codec: str, data: st.DataObject) -> None:
    raw = bytearray(photo() if codec == "JPEG" else saved(picture(), codec))
    for _ in range(4):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))

    try:
        clean(bytes(raw), "x")
    except Unfit:
        return


# ---- PDF


def paper(
    change: Callable[[pikepdf.Pdf], None] | None = None,
    pages: int = 1,
    encryption: pikepdf.Encryption | None = None,
) -> bytes:
    with pikepdf.Pdf.new() as pdf:
        for _ in range(pages):
            page = pdf.add_blank_page(page_size=(200, 100))
            page.contents_add(b"0 0 200 50 re f")
        if change:
            change(pdf)
        target = BytesIO()
        pdf.save(target, encryption=encryption)
        return target.getvalue()


def everything_in(content: bytes) -> bytes:
    """All objects of a PDF, unpacked, so that nothing hides in a compressed stream."""
    with pikepdf.open(BytesIO(content)) as pdf:
        plain = BytesIO()
        pdf.save(
            plain,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
        )
        return plain.getvalue()


def action(**keys: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Type=pikepdf.Name.Action, **keys)


def with_everything_bad(pdf: pikepdf.Pdf) -> None:
    script = action(S=pikepdf.Name.JavaScript, JS=SECRET.decode())
    pdf.docinfo["/Author"] = SECRET.decode()
    with pdf.open_metadata() as xmp:
        xmp["dc:title"] = SECRET.decode()
    pdf.Root.OpenAction = script
    pdf.Root.AA = pikepdf.Dictionary(WC=script)
    pdf.attachments["virus.exe"] = SECRET
    pdf.Root.Names.JavaScript = pikepdf.Dictionary(Names=pikepdf.Array(["a", script]))
    page = pdf.pages[0]
    page.obj.AA = pikepdf.Dictionary(O=script)
    page.obj.PieceInfo = pikepdf.Dictionary(App=pikepdf.Dictionary(Private=SECRET.decode()))
    page.obj.Metadata = pdf.make_stream(SECRET)
    launch = action(S=pikepdf.Name.Launch, F=SECRET.decode())
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=launch)
    page.obj.Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(link)]))
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SECRET.decode(), 0))


def test_a_paper_loses_its_scripts_actions_attachments_and_properties() -> None:
    raw = paper(with_everything_bad)
    assert everything_in(raw).count(SECRET) >= 6

    cleaned = clean(raw, "材料.pdf")

    inside = everything_in(cleaned.content)
    assert SECRET not in inside
    for word in (
        b"JavaScript",
        b"Launch",
        b"OpenAction",
        b"EmbeddedFile",
        b"/AA",
        b"Outlines",
        b"/Info",
        b"xmp",
    ):
        assert word not in inside
    with pikepdf.open(BytesIO(cleaned.content)) as pdf:
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages", "/Version"}
        assert len(pdf.pages) == 1
    assert b"0 0 200 50 re f" in inside
    assert (cleaned.media_type, cleaned.name) == ("application/pdf", "材料.pdf")


def test_a_seal_put_on_as_a_stamp_stays_on_the_page() -> None:
    def stamped(pdf: pikepdf.Pdf) -> None:
        look = pdf.make_stream(b"1 0 0 rg 0 0 20 20 re f % SEAL", Type=pikepdf.Name.XObject)
        look.Subtype, look.BBox = pikepdf.Name.Form, pikepdf.Array([0, 0, 20, 20])
        stamp = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Stamp,
            Rect=[10, 10, 30, 30],
            F=4,
            AP=pikepdf.Dictionary(N=look),
            Contents=SECRET.decode(),
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(stamp)])

    inside = everything_in(clean(paper(stamped), "函.pdf").content)

    assert b"% SEAL" in inside
    assert SECRET not in inside


def test_a_photo_inside_a_paper_loses_its_place_too() -> None:
    def with_photo(pdf: pikepdf.Pdf) -> None:
        image = pdf.make_stream(photo(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        image.Width, image.Height, image.BitsPerComponent = 64, 48, 8
        image.ColorSpace, image.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
        image.Metadata = pdf.make_stream(SECRET)
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))

    cleaned = clean(paper(with_photo), "照片.pdf").content

    assert SECRET not in everything_in(cleaned)
    with pikepdf.open(BytesIO(cleaned)) as pdf:
        stored = pdf.pages[0].obj.Resources.XObject.Im0
        assert isinstance(stored, pikepdf.Stream)
        image = pikepdf.PdfImage(stored).as_pil_image()
        assert image.tobytes() == Image.open(BytesIO(photo())).tobytes()


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"restart_marker_rows": 1}])
def test_camera_data_goes_without_touching_a_pixel(how: dict[str, object]) -> None:
    raw = photo(**how)
    forgotten = without_camera_data(raw + raw)

    assert SECRET not in forgotten
    assert Image.open(BytesIO(forgotten)).tobytes() == Image.open(BytesIO(raw)).tobytes()


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_forgetting_camera_data_ends_on_any_bytes(rubbish: bytes) -> None:
    without_camera_data(b"\xff\xd8" + rubbish)


def test_a_locked_paper_is_refused_with_a_way_out() -> None:
    for keys in (pikepdf.Encryption(user="1", owner="2"), pikepdf.Encryption(user="", owner="2")):
        with pytest.raises(Unfit, match="打印为 PDF"):
            clean(paper(encryption=keys), "密.pdf")


def test_a_book_is_refused() -> None:
    assert clean(paper(pages=200), "厚.pdf")
    with pytest.raises(Unfit, match="201 页"):
        clean(paper(pages=201), "书.pdf")


def test_half_a_paper_never_comes_through_with_what_it_hid() -> None:
    raw = paper(with_everything_bad)

    for end in range(50, len(raw), 97):
        try:
            cleaned = clean(raw[:end], "半.pdf")
        except Unfit:
            continue
        assert SECRET not in everything_in(cleaned.content)


def test_a_page_that_unpacks_to_gigabytes_stays_packed() -> None:
    def bomb(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Contents = pdf.make_stream(bytes(50_000_000))

    raw = paper(bomb)

    assert len(raw) < 100_000
    assert len(clean(raw, "弹.pdf").content) < 100_000


def test_a_table_of_contents_that_unpacks_to_gigabytes_is_refused() -> None:
    packed = zlib.compress(bytes(150_000_000))
    table = b"<</Type/XRef/Size 9/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length %d>>" % len(packed)
    bomb = b"%PDF-1.5\n1 0 obj\n" + table + b"stream\n" + packed + b"\nendstream endobj\nstartxref\n9\n%%EOF"

    with pytest.raises(Unfit, match="打不开"):
        clean(bomb, "弹.pdf")
