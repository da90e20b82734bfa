"""Tools for language models: what they answer, by the protocol itself, and what they do not read."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.agents.search import TaskSearch, build_database

NOTICE = """云溪市2031年便民服务重点任务分工表

一、优化窗口服务。推行周末办理。（市财政局、市公安局负责，2031年6月底前完成）
二、开通咨询热线。全天候接听。（市公安局牵头，市教育局配合，2031年9月底前完成）
"""


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "secret.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.txt.json").write_text(
        pipeline.extract(tmp_path / "in" / "a.txt").to_json(), encoding="utf-8"
    )
    (tmp_path / "out" / "other.json").write_text("{}", encoding="utf-8")
    return tmp_path


def titles(found: list[dict[str, Any]]) -> list[str]:
    return [row["title"] for row in found]


def test_tasks_are_found_by_words_units_and_days(folders: Path) -> None:
    assert build_database(folders / "out", folders / "records.sqlite") == 1
    search = TaskSearch(folders / "records.sqlite")
    assert titles(search.find()) == ["优化窗口服务", "开通咨询热线"]
    assert titles(search.find(text="周末")) == ["优化窗口服务"]
    assert titles(search.find(unit="教育局")) == ["开通咨询热线"]
    assert titles(search.find(due_from="2031-07-01")) == ["开通咨询热线"]
    assert titles(search.find(due_until="2031-07-01", year=2031)) == ["优化窗口服务"]
    assert titles(search.find(text="'; DROP TABLE tasks; --")) == []
    assert len(search.find(limit=1)) == 1
    assert search.find(text="周末")[0]["place"]["quote"] == "优化窗口服务"


@pytest.mark.batch
def test_the_tools_answer_by_the_protocol(folders: Path) -> None:
    mcp = pytest.importorskip("mcp", reason="needs fengong[mcp]")
    root = str(Path(__file__).parent.parent)
    arguments = ["-m", "pipeline", "mcp", "--folder", str(folders / "in"), "--records", str(folders / "out")]
    server = mcp.StdioServerParameters(command=sys.executable, args=arguments, env=os.environ | {"PYTHONPATH": root})

    async def talk() -> dict[str, Any]:
        async with mcp.Client(server, read_timeout_seconds=60) as client:
            names = [tool.name for tool in (await client.list_tools()).tools]
            asked = {
                "tasks": ("extract_tasks", {"path": "a.txt"}),
                "whole": ("extract_tasks", {"path": "a.txt", "whole_record": True}),
                "outside": ("extract_tasks", {"path": "../secret.txt"}),
                "absolute": ("extract_tasks", {"path": str(folders / "secret.txt")}),
                "link": ("extract_tasks", {"path": "link.txt"}),
                "unit": ("resolve_unit", {"names": ["市财政局"], "region": "阳江市"}),
                "code": ("explain_code", {"code": "needs-ocr"}),
                "found": ("find_tasks", {"unit": "市公安局", "text": "热线"}),
            }
            return {"names": names} | {key: await client.call_tool(*call) for key, call in asked.items()}

    told = asyncio.run(talk())
    assert sorted(told["names"]) == ["explain_code", "extract_tasks", "find_tasks", "resolve_unit"]
    assert told["tasks"].structured_content["tasks"][1]["assignments"][0]["units"][0]["role"] == "lead"
    assert told["whole"].structured_content["schema"] == "task-list/1"
    for key in ("outside", "absolute", "link"):
        assert told[key].is_error and "no such document" in told[key].content[0].text, key
    assert told["unit"].structured_content["result"][0]["unit"]["id"] == "441700/finance"
    assert told["code"].structured_content["zh"]
    assert titles(told["found"].structured_content["result"]) == ["开通咨询热线"]
