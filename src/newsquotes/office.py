"""Texts out of office documents (extra ``documents``): Word (.docx), PDF with text, and RTF.

Offsets count in the text that is taken out, a paragraph a line.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from newsquotes.errors import InputError
from newsquotes.extras import need
from newsquotes.wording import gettext, pgettext, term

_FULL = 0.75
"""The share of the longest line from which a line may have been broken by the edge of the paper."""
_ENDS = ".!?…:"
_WITH_HYPHEN = ("пресс-", "вице-", "экс-", "премьер-", "генерал-", "бизнес-", "интернет-", "онлайн-", "медиа-", "топ-")

_PDF, _ZIP, _RTF = b"%PDF-", b"PK\x03\x04", b"{\\rtf"
_SIGNATURES = (
    (_PDF, term("file", "a PDF document")),
    (_RTF, term("file", "an RTF document")),
    (_ZIP, term("file", "a zip archive or an office document")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", term("file", "an old Word or Excel document")),
    (b"\x89PNG\r\n", term("file", "a picture")),
    (b"\xff\xd8\xff", term("file", "a picture")),
    (b"GIF8", term("file", "a picture")),
    (b"PAR1", term("file", "a Parquet file")),
    (b"\x7fELF", term("file", "a program")),
)
_WORKBOOK = (b"xl/workbook", term("file", "an Excel workbook"))  # a file in its archive
_THEN = {
    "a PDF document": term("then", ": name it .pdf, or say --from pdf"),
    "an RTF document": term("then", ": name it .rtf, or say --from rtf"),
    "an Excel workbook": term("then", ": save its table as .csv"),
    "a zip archive or an office document": term(
        "then", ": name a Word document .docx, or say --from docx; save a table of Excel as .csv"
    ),
    "an old Word or Excel document": term("then", ": save it as .docx or as text"),
}


def what_binary(data: bytes) -> str | None:
    """What bytes are that are no text, by how they begin, and what to do; ``None`` where they may be text.

    >>> what_binary(b"%PDF-1.7"), what_binary("Мост готов".encode())
    ('is a PDF document, not text: name it .pdf, or say --from pdf', None)
    """
    what = next((what for signature, what in _SIGNATURES if data.startswith(signature)), None)
    if what is None:
        return None
    if data.startswith(_ZIP) and _WORKBOOK[0] in data:
        what = _WORKBOOK[1]
    then = pgettext("then", _THEN[what]) if what in _THEN else ""
    return gettext("is {what}, not text", what=pgettext("file", what)) + then


def docx_text(data: bytes) -> tuple[str, dict[str, Any]]:
    """The paragraphs of a Word document, those of its tables among them, and its title and date where it states them."""
    docx = need("docx", "documents", "reading Word documents")
    try:
        document = docx.Document(io.BytesIO(data))
        text = "\n".join(_docx_lines(document))
        properties = document.core_properties
        meta = {"title": properties.title or None}
    except Exception as exc:  # the zip archive, its compression and its XML fail with errors of their own
        raise InputError(
            gettext(
                "is not a Word document that can be read; it may be damaged or cut off ({name})", name=type(exc).__name__
            )
        ) from exc
    return _found(text, gettext("holds no text")), {name: value for name, value in meta.items() if value}


def _docx_lines(document: Any) -> list[str]:
    lines: list[str] = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                lines += dict.fromkeys(paragraph.text for cell in row.cells for paragraph in cell.paragraphs)
        else:
            lines.append(block.text)
    return lines


def pdf_text(data: bytes) -> tuple[str, dict[str, Any]]:
    """The text of a PDF, page by page; one that holds only pictures of pages raises."""
    pypdf = need("pypdf", "documents", "reading PDF")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs every flaw of a file; what matters is raised
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(gettext("is a PDF that asks for a password"))
        text = "\n".join(_flowing(page.extract_text()) for page in reader.pages)
        title = reader.metadata.title if reader.metadata else None
    except InputError:
        raise
    except Exception as exc:  # pypdf meets damaged files with errors of every kind
        raise InputError(
            gettext("is not a PDF that can be read; it may be damaged or cut off ({why})", why=type(exc).__name__)
        ) from exc
    return _found(text, gettext("holds no text: it seems to be scanned; run a text recognition (OCR) over it first")), (
        {"title": str(title)} if title else {}
    )


def _flowing(page: str) -> str:
    r"""The text of a page with its paragraphs whole: a PDF knows the lines of the paper alone.

    A line goes on in the next one where it is about as long as the longest and ends no sentence, or where the next one
    begins with a small letter.

    >>> _flowing("Мы играем комедию, в\nкоторой никто не сме-\nётся.\n— Когда?")
    'Мы играем комедию, в которой никто не смеётся.\n— Когда?'
    """
    lines = [line.rstrip() for line in page.split("\n")]
    full = _FULL * max(map(len, lines), default=0)
    joined: list[str] = []
    for before, line in zip(["", *lines], lines, strict=False):
        starts = line.lstrip()
        if not (before and starts and joined):
            joined.append(line)
        elif before.endswith("-") and before[-2:-1].isalpha() and starts[0].islower():
            joined[-1] = (joined[-1] if before.lower().endswith(_WITH_HYPHEN) else joined[-1][:-1]) + starts
        elif starts[0].islower() or (len(before) >= full and before[-1] not in _ENDS):
            joined[-1] += f" {starts}"
        else:
            joined.append(line)
    return "\n".join(joined)


def rtf_text(data: bytes) -> tuple[str, dict[str, Any]]:
    """The text of an RTF document."""
    striprtf = need("striprtf.striprtf", "documents", "reading RTF")
    if not data.lstrip().startswith(_RTF):
        raise InputError(gettext("is not an RTF document"))
    try:
        text = striprtf.rtf_to_text(data.decode("latin-1"), errors="replace")
    except (ValueError, LookupError, TypeError, ArithmeticError) as exc:
        raise InputError(
            gettext(
                "is not an RTF document that can be read; it may be damaged or cut off ({name})", name=type(exc).__name__
            )
        ) from exc
    return _found(text, gettext("holds no text")), {}


def _found(text: str, otherwise: str) -> str:
    if not text.strip():
        raise InputError(otherwise)
    return text


READERS: Mapping[str, Callable[[bytes], tuple[str, dict[str, Any]]]] = MappingProxyType(
    {"docx": docx_text, "pdf": pdf_text, "rtf": rtf_text}
)
"""Kind of document → the function that gives its text and metadata."""
