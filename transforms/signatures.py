"""What a file's first bytes tell: a binary format, so that a rejection can name it, or a byte order mark.

To add a format, add a row.
"""

from __future__ import annotations

import codecs

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"AT&TFORM", "a DjVu document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document (docx, xlsx, epub)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (doc, xls)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
)
"""First bytes that no text begins with."""

_SPELLED: tuple[tuple[int, bytes, str], ...] = (
    (0, b"BZh", "a bzip2 archive"),
    (0, b"PAR1", "a Parquet file"),
    (0, b"ID3", "an MP3 recording"),
    (0, b"OggS", "an Ogg recording"),
    (0, b"RIFF", "a RIFF recording or image"),
    (0, b"CAJ", "a CAJ document"),
    (4, b"ftyp", "an MP4 recording"),
    (8, b"DUCK", "a DuckDB database"),
    (257, b"ustar", "a tar archive"),
)
"""Offset and letters that a text could hold too: they count only with a NUL byte near them."""

_NEAR = 600


def name_binary(data: bytes) -> str | None:
    r"""What binary format the bytes begin like, as words for a message; None where none is known.

    >>> name_binary(b"%PDF-1.7 ...")
    'a PDF document'
    >>> name_binary("本报讯".encode()) is None
    True
    """
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            return name
    if b"\0" not in data[:_NEAR]:
        return None
    return next((name for at, letters, name in _SPELLED if data.startswith(letters, at)), None)


MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
"""Byte order marks and the codec that reads a file from its mark on."""


def find_mark(data: bytes) -> tuple[bytes, str] | None:
    r"""The byte order mark that the bytes begin with, and its codec.

    >>> find_mark(b"\xff\xfe-N")
    (b'\xff\xfe', 'utf-16')
    """
    return next(((mark, encoding) for mark, encoding in MARKS if data.startswith(mark)), None)
