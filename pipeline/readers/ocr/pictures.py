"""Picture files → grey pictures of pages. Sizes are looked at before anything is decoded."""

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.errors import TooLarge, Unreadable

if TYPE_CHECKING:
    import numpy as np

PIXEL_LIMIT = 60_000_000
"""Pixels of one picture: an A3 page at 400 dots an inch has 31 million."""
PAGE_LIMIT = 300
"""Pages of one file."""
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP")
_LONGEST = 3_500
"""Pixels of the longer side that are kept: A4 at 300 dots an inch."""
_A4 = (595.3, 841.9)


def open_picture(data: bytes) -> "Iterator[np.ndarray]":
    """The pages of a picture file, one after the other. Raises Unreadable and TooLarge."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                for index in range(PAGE_LIMIT + 1):
                    if not _seek(image, index):
                        return
                    if index == PAGE_LIMIT:
                        raise TooLarge(f"The picture has more than {PAGE_LIMIT} pages.")
                    yield _grey(image)
    except (TooLarge, Unreadable):
        raise
    except Image.DecompressionBombError as error:
        raise TooLarge("The picture has more pixels than a page can have.") from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, MemoryError) as error:
        raise Unreadable(f"The picture is damaged: {error}") from error


def _seek(image: Any, index: int) -> bool:
    try:
        image.seek(index)
    except EOFError:
        return False
    return True


def _grey(image: Any) -> "np.ndarray":
    import numpy as np
    from PIL import Image, ImageOps

    width, height = image.size
    if width * height > PIXEL_LIMIT:
        raise TooLarge(f"The picture has {width} by {height} pixels: more than a page can have.")
    if min(width, height) < 8:
        raise Unreadable("The picture is too small to show text.")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        behind = Image.new("RGBA", image.size, (255, 255, 255, 255))
        image = Image.alpha_composite(behind, image.convert("RGBA"))
    page = ImageOps.exif_transpose(image).convert("L")
    if max(page.size) > _LONGEST:
        page.thumbnail((_LONGEST, _LONGEST))
    grey: np.ndarray = np.asarray(page)
    return grey


def paper_width(image: "np.ndarray") -> float:
    """The width in points of the page that a picture shows: that of an A4 sheet, standing or lying."""
    height, width = (int(side) for side in image.shape)
    short, long = _A4
    return min(short, long * width / height) if width <= height else min(long, short * width / height)
