"""PDFs rebuilt: the pages as they look in print, and nothing that acts, hides or remembers.

Filled-in forms, stamps and remarks are first drawn into the page. Then only pages are carried into
a new document, with only the keys that say what to draw. Scripts, actions, links, attachments,
document properties and XMP are not filtered out; they are never taken along. What rides inside
the page's own resources (XMP on images, EXIF in photos) is removed there.
"""

import zlib
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from wolaiban.uploads.errors import Uncleanable
from wolaiban.uploads.images import without_camera_data

MOST_PAGES = 200
PAGE_KEYS = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents"}
)
REMEMBERS = ("/Metadata", "/PieceInfo", "/AF", "/LastModified", "/Thumb")
REACHES_OUT = (
    "/F",
    "/FFilter",
    "/FDecodeParms",
    "/OPI",
    "/Ref",
    "/Alternates",
)  # of streams: data kept elsewhere
BROKEN_PAPERS = (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, RecursionError)

# A page scanned in colour at 400 dpi unpacks to 46 MB; a "bomb" to gigabytes.
MOST_OF_STREAM = 50_000_000
MOST_UNPACKED = 150_000_000
MOST_OF_IMAGE = 150_000_000  # pixels: A0 at 300 dpi
MOST_OBJECTS = 50_000
AT_A_TIME = 1_000_000
IMAGE_CODECS = {"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"}
pikepdf.settings.set_qpdf_limits(flate_max_memory=MOST_OF_STREAM, run_length_max_memory=MOST_OF_STREAM)


def clean_paper(content: bytes) -> bytes:
    """Return the PDF rebuilt from its pages, or raise `Uncleanable`."""
    try:
        with Pdf.open(BytesIO(content)) as paper, Pdf.new() as fresh:
            _refuse_unfit(paper)
            _refuse_bomb(paper)
            _draw_remarks_into_pages(paper)
            for page in paper.pages:
                _keep_only(page.obj, PAGE_KEYS)
                fresh.pages.append(page)
            for thing in fresh.objects:
                _forget(thing)
            return _written(fresh)
    except pikepdf.PasswordError:
        raise Uncleanable(ENCRYPTED) from None
    except BROKEN_PAPERS:
        raise Uncleanable("已损坏或不完整，打不开。请重新导出 PDF，或打印后拍照上传。") from None


ENCRYPTED = "加了密码或权限保护，打不开。请去掉保护（例如用“打印为 PDF”另存一份）后再上传。"


def _refuse_unfit(paper: Pdf) -> None:
    if paper.is_encrypted:
        raise Uncleanable(ENCRYPTED)
    if not 0 < len(paper.pages) <= MOST_PAGES:
        raise Uncleanable(f"有 {len(paper.pages)} 页。可以上传 1 到 {MOST_PAGES} 页的 PDF，长的请拆成几份。")


BOMB = "里的内容展开后太大。请用低一些的清晰度重新扫描，或者打印后拍照上传。"


def _refuse_bomb(paper: Pdf) -> None:
    """Count what all streams unpack to, before any of them is kept for somebody else to unpack."""
    left = MOST_UNPACKED
    if len(paper.objects) > MOST_OBJECTS:
        raise Uncleanable(BOMB)
    for thing in paper.objects:
        if isinstance(thing, Stream):
            left -= _unpacked(thing, min(left, MOST_OF_STREAM))
            if left < 0:
                raise Uncleanable(BOMB)


def _unpacked(stream: Stream, most: int) -> int:
    """The size of a stream's data, or `Uncleanable`. Pictures stay packed: their pixels are counted instead."""
    filters = stream.get("/Filter", Array([]))
    names = [str(name) for name in (filters if isinstance(filters, Array) else [filters])]
    if stream.get("/Subtype") == Name.Image:
        _refuse_wide(stream)
    if not names or names[0] in IMAGE_CODECS:
        return len(stream.read_raw_bytes())
    if len(names) > 1 and names[1] not in IMAGE_CODECS and names != ["/ASCII85Decode", "/FlateDecode"]:
        raise Uncleanable(BOMB)  # packed twice: nobody does so who does not mean to
    if names[0] in {"/FlateDecode", "/Fl"}:
        return _inflated(stream.read_raw_bytes(), most)
    if names[-1] in IMAGE_CODECS:
        return len(stream.read_raw_bytes())
    return len(stream.read_bytes())


def _inflated(packed: bytes, most: int) -> int:
    """The size of what this unpacks to, held a little at a time; what is broken counts as far as it can be read."""
    unpacker, size = zlib.decompressobj(), 0
    try:
        while packed and not unpacker.eof:
            size += len(unpacker.decompress(packed, AT_A_TIME))
            if size > most:
                raise Uncleanable(BOMB)
            packed = unpacker.unconsumed_tail
    except zlib.error:
        pass
    return size


def _refuse_wide(image: Stream) -> None:
    if int(image.get("/Width", 0)) * int(image.get("/Height", 0)) > MOST_OF_IMAGE:
        raise Uncleanable(BOMB)


def _draw_remarks_into_pages(paper: Pdf) -> None:
    """Make what annotations and form fields show part of the page: a seal on a letter is often one."""
    form = paper.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and "/NeedAppearances" in form:
        del form["/NeedAppearances"]  # with it, qpdf leaves every field out
    paper.flatten_annotations("all")


def _keep_only(thing: Object, keys: frozenset[str]) -> None:
    for key in set(thing.keys()) - keys:
        del thing[key]


def _forget(thing: Object) -> None:
    """Remove notes, links to elsewhere and camera data from one object of the page's resources."""
    for part in _parts(thing):
        if isinstance(part, (Dictionary, Stream)):
            for key in REMEMBERS:
                if key in part:
                    del part[key]
        if isinstance(part, Stream):
            for key in REACHES_OUT:
                if key in part:
                    del part[key]
            if _is_photo(part):
                _clean_photo(part)


def _parts(thing: Object) -> Iterator[Object]:
    """An object and everything written inside it; what it refers to has its own turn."""
    yield thing
    if isinstance(thing, (Dictionary, Stream)):
        inside = [thing[key] for key in list(thing.keys())]
    else:
        inside = list(thing) if isinstance(thing, Array) else []
    for part in inside:
        if isinstance(part, (Dictionary, Array)) and not part.is_indirect:
            yield from _parts(part)


def _is_photo(stream: Stream) -> bool:
    """Stored as a JPEG file, byte for byte as the camera wrote it."""
    filters = stream.get("/Filter")
    if isinstance(filters, Array) and len(filters) == 1:
        filters = filters[0]
    return filters == Name.DCTDecode


def _clean_photo(stream: Stream) -> None:
    how = stream.get("/DecodeParms")
    kept = how if isinstance(how, (Dictionary, Array)) else None
    stream.write(without_camera_data(stream.read_raw_bytes()), filter=Name.DCTDecode, decode_parms=kept)


def _written(fresh: Pdf) -> bytes:
    target = BytesIO()
    fresh.save(
        target,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        deterministic_id=True,
    )
    return target.getvalue()
