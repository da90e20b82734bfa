"""A page of a PDF as a grey picture, for recognising its text."""

from typing import TYPE_CHECKING

import pypdfium2 as pdfium

if TYPE_CHECKING:
    import numpy as np

_DENSITY = 200 / 72
"""Pixels in a point: 200 dots an inch."""
_LONGEST = 3_500
"""Pixels of the longer side."""


def render_page(page: pdfium.PdfPage) -> "tuple[np.ndarray, float]":
    """The picture of a page as it is shown, and the page's width in points."""
    width, height = page.get_size()
    scale = min(_DENSITY, _LONGEST / max(width, height, 1.0))
    bitmap = page.render(scale=scale, grayscale=True)
    image: np.ndarray = bitmap.to_numpy().copy()
    bitmap.close()
    return (image[:, :, 0] if image.ndim == 3 else image), float(width)
