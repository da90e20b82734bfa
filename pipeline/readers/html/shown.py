"""What the article shows and a reader of text cannot read: pictures, and frames with other files."""

from collections.abc import Iterator

from pipeline.errors import NeedsOcr
from pipeline.model import Issue
from pipeline.readers.html.blocks import Layout, WebLine
from pipeline.readers.html.chrome import weigh


def find_unread(layout: Layout, chrome: list[bool]) -> Iterator[Issue]:
    """Issues for pictures and frames between the first and the last line of the article.

    ``chrome`` says which items are the site's. Raises NeedsOcr where the article has no sentence and no table but
    pictures.
    """
    kept = [index for index, is_chrome in enumerate(chrome) if not is_chrome]
    first, last = (kept[0], kept[-1] + 1) if kept else (0, len(chrome))
    pictures = [picture for picture in layout.pictures if first <= picture.index <= last and not picture.icon]
    shows_text = any(weigh(item) for item in layout.items) or any(
        not isinstance(item, WebLine) for item in layout.items
    )
    if pictures and not shows_text:
        raise NeedsOcr(f"The page shows its content in {len(pictures)} picture(s).")
    large = sum(picture.large for picture in pictures)
    if large:
        message = f"{large} large picture(s) in the article were not read; they may show text."
        yield Issue("picture-unread", "error", message)
    frames = sum(first <= index <= last for index in layout.frames)
    if frames:
        message = f"The article shows {frames} other file(s) in a frame, which were not read."
        yield Issue("frame-unread", "warning", message)
