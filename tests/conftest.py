"""All tests run as where the extra ``ocr`` is not installed, but for those that are marked ``ocr``."""

import pytest

from pipeline.readers.ocr import choice


@pytest.fixture(autouse=True)
def recognition(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recognising text takes seconds a page, and what is read must not depend on what a machine has."""
    if request.node.get_closest_marker("ocr") is None:
        monkeypatch.setattr(choice, "is_installed", lambda: False)
