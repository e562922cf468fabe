"""Binary formats known by their first bytes, so that a rejection can say what a file is. To add one, add a row."""

from __future__ import annotations

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
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"RIFF", "a RIFF recording or image"),
    (b"CAJ", "a CAJ document"),
    (b"HN\x00", "a CAJ document"),
)

_AT_OFFSET: tuple[tuple[int, bytes, str], ...] = (
    (4, b"ftyp", "an MP4 recording"),
    (8, b"DUCK", "a DuckDB database"),
    (257, b"ustar", "a tar archive"),
)


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
    return next((name for at, signature, name in _AT_OFFSET if data.startswith(signature, at)), None)
