"""Scans for tests: pages drawn with a real font at 200 dots an inch, then turned a little, and made noisy."""

import io
from collections.abc import Sequence
from pathlib import Path
from random import Random

from make_pdf import A4

DENSITY = 200 / 72
FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
)


def find_font() -> str | None:
    """A font with Chinese characters; None where the machine has none of these."""
    return next((name for name in FONTS if Path(name).is_file()), None)


class ScanPage:
    """A page being drawn; has the methods of ``make_pdf.PdfPage`` that tables are drawn with."""

    def __init__(self, size: tuple[float, float] = A4) -> None:
        from PIL import Image, ImageDraw

        self.width, self.height = size
        self.image = Image.new("L", (round(size[0] * DENSITY), round(size[1] * DENSITY)), 255)
        self._draw = ImageDraw.Draw(self.image)

    def text(self, x: float, top: float, string: str, size: float = 10) -> None:
        from PIL import ImageFont

        font = ImageFont.truetype(find_font() or "", round(size * DENSITY))
        for char in string:  # each in the room that make_pdf gives it
            self._draw.text((x * DENSITY, (top - 0.2 * size) * DENSITY), char, font=font, fill=20)
            x += size / 2 if char < "\x7f" else size

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self._draw.line([x0 * DENSITY, y0 * DENSITY, x1 * DENSITY, y1 * DENSITY], fill=0, width=2)


def scan(page: ScanPage, seed: int, most: float = 2.0, noise: float = 14.0) -> "object":
    """The page's picture as a scanner gives it: turned by up to ``most`` degrees, grey, blurred, with noise."""
    import numpy as np
    from PIL import Image, ImageFilter

    random = Random(seed)
    turned = page.image.rotate(random.uniform(-most, most), resample=Image.Resampling.BICUBIC, fillcolor=255)
    blurred = turned.filter(ImageFilter.GaussianBlur(0.6))
    grain = np.random.default_rng(seed).normal(0.0, noise, (blurred.height, blurred.width))
    grey = np.asarray(blurred, dtype=np.float64) * 0.9 + 15 + grain
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def make_scan(pages: Sequence[ScanPage], seed: int, form: str = "PDF", most: float = 2.0) -> bytes:
    """The pages as one file: PDF, TIFF; or of one page PNG, JPEG, BMP."""
    pictures = [scan(page, seed * 100 + index, most) for index, page in enumerate(pages)]
    out = io.BytesIO()
    first, *rest = pictures
    more = {"save_all": True, "append_images": rest} if form in ("PDF", "TIFF") else {}
    first.save(out, form, resolution=200.0, **more)  # type: ignore[attr-defined]
    return out.getvalue()
