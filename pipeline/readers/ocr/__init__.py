"""Pictures of pages, and what recognises their text: the optional extra ``fengong[ocr]``."""

from pipeline.grid import RawDocument

_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")


def claims(data: bytes) -> bool:
    """True for PNG, JPEG, TIFF and BMP."""
    return data.startswith(_SIGNATURES) or (data.startswith(b"BM") and data[6:10] == bytes(4))


def read(data: bytes, name: str) -> RawDocument:
    """See ``document.read_picture``, which is imported here because it needs the extra."""
    from pipeline.readers.ocr.document import read_picture

    return read_picture(data, name)
