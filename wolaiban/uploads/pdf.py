"""PDFs rebuilt: the pages as they look in print, and nothing that acts, hides or remembers.

Filled-in forms, stamps and remarks are first drawn into the page. Then only pages are carried into
a new document, with only the keys that say what to draw. Scripts, actions, links, attachments,
document properties and XMP are not filtered out; they are never taken along. What rides inside
the page's own resources (XMP on images, EXIF in photos) is removed there.
"""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from wolaiban.uploads.errors import Uncleanable

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

# Nothing we do needs more; a "bomb" unpacks to gigabytes. Process-wide: nobody else here uses pikepdf.
pikepdf.settings.set_qpdf_limits(flate_max_memory=100_000_000, run_length_max_memory=100_000_000)


def clean_paper(content: bytes) -> bytes:
    """Return the PDF rebuilt from its pages, or raise `Uncleanable`."""
    try:
        with Pdf.open(BytesIO(content)) as paper, Pdf.new() as fresh:
            _refuse_unfit(paper)
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


MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]", re.DOTALL)
SCAN, END, COMMENT = 0xDA, 0xD9, 0xFE
CAMERA_DATA = {*range(0xE1, 0xEE), 0xEF, COMMENT}  # APP1…APP13, APP15; APP0 and APP14 say how to decode


def without_camera_data(jpeg: bytes) -> bytes:
    """Drop EXIF, XMP, comments and whatever follows the picture, without touching its pixels."""
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    kept, at = bytearray(jpeg[:2]), 2
    while (found := MARKER.search(jpeg, at)) and jpeg[found.start() + 1] != END:
        start, marker = found.start(), jpeg[found.start() + 1]
        at = start + 2 + int.from_bytes(jpeg[start + 2 : start + 4])
        if marker == SCAN:
            following = MARKER.search(jpeg, at)
            at = following.start() if following else len(jpeg)
        if marker not in CAMERA_DATA:
            kept += jpeg[start:at]
    return bytes(kept) + b"\xff\xd9"


def _written(fresh: Pdf) -> bytes:
    target = BytesIO()
    fresh.save(
        target,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        deterministic_id=True,
    )
    return target.getvalue()
