"""The loaders of docs/service.md, run as they are printed there."""

import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
SEED = ROOT / "inputs" / "yangjiang-2021.docx"


def block(package: str) -> dict[str, Any]:
    """The names that the block which imports ``package`` defines."""
    text = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names: dict[str, Any] = {}
    exec(next(code for code in blocks if f"from {package}" in code), names)
    return names


def test_the_langchain_loader() -> None:
    pytest.importorskip("langchain_core", reason="needs langchain-core")
    documents = block("langchain_core")["FengongLoader"](str(SEED)).load()
    assert len(documents) == 19
    assert documents[0].page_content.startswith("咨询方式") and "市公安局" in documents[0].metadata["units"]


def test_the_llamaindex_reader() -> None:
    pytest.importorskip("llama_index.core", reason="needs llama-index-core")
    documents = block("llama_index")["FengongReader"]().load_data(str(SEED))
    assert len(documents) == 19
    assert documents[0].text.startswith("咨询方式") and "市公安局" in documents[0].metadata["units"]


def test_both_are_about_twenty_lines() -> None:
    text = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
    for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        assert len([line for line in code.splitlines() if line.strip()]) <= 20
