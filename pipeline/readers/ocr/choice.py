"""Whether text is to be recognised (``--ocr``), whether it can be, and who hears of progress."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.util import find_spec
from typing import Literal, get_args

from pipeline.errors import NeedsOcr

OcrChoice = Literal["auto", "never", "always"]
"""``auto``: pages without text that can be trusted; ``always``: also pages under whose picture somebody else's
recognition left text."""
CHOICES: tuple[OcrChoice, ...] = get_args(OcrChoice)
EXTRA = "pip install 'fengong[ocr]'"
_PACKAGES = ("rapidocr", "onnxruntime", "cv2")
Report = Callable[[int, int], None]
"""Called with the page that is begun, and how many there are."""

_choice: ContextVar[OcrChoice] = ContextVar("ocr", default="auto")
_report: ContextVar[Report | None] = ContextVar("ocr report", default=None)


@contextmanager
def choosing(choice: OcrChoice, report: Report | None = None) -> Iterator[None]:
    """Within this block text is recognised as ``choice`` says; without a ``report`` an outer one goes on."""
    if choice not in CHOICES:
        raise ValueError(f"ocr {choice}: give one of {', '.join(CHOICES)}")
    tokens = _choice.set(choice), _report.set(report or _report.get())
    try:
        yield
    finally:
        _choice.reset(tokens[0])
        _report.reset(tokens[1])


@cache
def is_installed() -> bool:
    """Are the packages of the extra there?"""
    return all(find_spec(name) is not None for name in _PACKAGES)


def is_wanted(*, again: bool = False) -> bool:
    """Is text to be recognised here, and can it be? ``again``: text of another recognition is there already."""
    chosen = _choice.get()
    return chosen != "never" and (chosen == "always" or not again) and is_installed()


def tell_page(number: int, count: int) -> None:
    """Say which page is begun."""
    report = _report.get()
    if report is not None:
        report(number, count)


def need_ocr(message: str) -> NeedsOcr:
    """The error where text would have to be recognised and is not, with the command that helps."""
    if _choice.get() == "never":
        return NeedsOcr(message, advice="Leave out --ocr never, or convert the original Word document.")
    if not is_installed():
        return NeedsOcr(message, advice=f"{EXTRA}, then convert again; or convert the original Word document.")
    return NeedsOcr(message)
