"""The routes of the review page: the page itself, the records, the pictures of pages, and what is saved."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pipeline.errors import FileError, KnowledgeError
from pipeline.knowledge import read_toml
from pipeline.model import Record
from pipeline.review.desk import Desk, Refusal, Wish
from pipeline.review.guard import App, Gatekeeper
from pipeline.review.picture import Pictures, page_sizes
from pipeline.review.shelf import Shelf, Shown
from pipeline.source import Document, Paragraph
from pipeline.units import load_registry

STATIC = Path(__file__).parent / "static"
_PDF = "application/pdf"
_MOST_UNITS = 12
_TOGETHER = 20
"""Records whose figures are given at a time: each is read for that."""


def make_app(shelf: Shelf, desk: Desk, token: str, port: int, language: str) -> App:
    """The page's ASGI application, guarded."""
    room = _Room(shelf, desk, language)
    routes = [
        Route("/", room.page),
        Route("/api/records", room.records),
        Route("/api/records/{index:int}", room.record),
        Route("/api/records/{index:int}/grid", room.grid),
        Route("/api/records/{index:int}/pages/{page:int}.png", room.picture),
        Route("/api/records/{index:int}/corrections", room.save, methods=["POST"]),
        Route("/api/draft", room.draft, methods=["GET", "POST"]),
        Route("/api/units", room.units),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    return Gatekeeper(Starlette(routes=routes), token, port)


class _Room:
    """Answers; what takes time runs in threads, so that a slow document keeps no other request waiting."""

    def __init__(self, shelf: Shelf, desk: Desk, language: str) -> None:
        self._shelf, self._desk, self._language = shelf, desk, language
        self._pictures = Pictures()

    async def page(self, _request: Request) -> Response:
        """The page; all else comes by its script."""
        return Response((STATIC / "review.html").read_bytes(), media_type="text/html")

    async def records(self, request: Request) -> Response:
        """The records' names (``brief``), or what some of them hold, from ``from`` on; the words of all codes."""
        start = max(int(request.query_params.get("from", "0") or 0), 0)

        def listed() -> dict[str, Any]:
            brief = "brief" in request.query_params
            shown = range(len(self._shelf)) if brief else range(start, min(start + _TOGETHER, len(self._shelf)))
            entries = [self._shelf.brief(index) if brief else self._entry(index) for index in shown]
            return {"language": self._language, "total": len(self._shelf), "records": entries, "codes": _codes()}

        return await _answer(listed)

    def _entry(self, index: int) -> Any:
        try:
            return self._shelf.entry(index)
        except (FileError, OSError) as error:
            return {"index": index, "name": "?", "title": str(error), "tasks": 0, "doubts": 0, "status": "unreadable"}

    async def record(self, request: Request) -> Response:
        """One record as it is shown."""
        return await _answer(lambda: _tell(self._shelf.show(request.path_params["index"])))

    async def grid(self, request: Request) -> Response:
        """The document's blocks as they were read."""
        return await _answer(lambda: _blocks(self._shelf.show(request.path_params["index"]).document))

    async def picture(self, request: Request) -> Response:
        """A page as PNG."""

        def drawn() -> bytes:
            shown = self._shelf.show(request.path_params["index"])
            if shown.data is None or shown.base.source.media_type != _PDF:
                raise IndexError("no pages")
            return self._pictures.draw(shown.base.source.sha256, shown.data, request.path_params["page"])

        return await _answer(drawn, "image/png", {"cache-control": "private, max-age=3600"})

    async def save(self, request: Request) -> Response:
        """Add a correction; gives its line."""
        body = await request.body()
        return await _answer(
            lambda: self._desk.save(request.path_params["index"], msgspec.json.decode(body, type=Wish))
        )

    async def draft(self, request: Request) -> Response:
        """Keep what is being typed, or give it back."""
        if request.method == "GET":
            return await _answer(self._desk.draft, "application/json")
        body = await request.body()
        return await _answer(lambda: self._desk.keep_draft(body))

    async def units(self, request: Request) -> Response:
        """Units that a name may mean at the document's place."""
        asked = request.query_params
        return await _answer(lambda: find_units(asked.get("name", ""), asked.get("region"), asked.get("on")))


async def _answer(
    work: Callable[[], Any], media_type: str = "application/json", headers: dict[str, str] | None = None
) -> Response:
    try:
        found = await run_in_threadpool(work)
    except IndexError:
        return Response(status_code=404)
    except (Refusal, msgspec.ValidationError, msgspec.DecodeError) as error:
        return _refuse(422, str(error))
    except (FileError, KnowledgeError, OSError, TimeoutError) as error:
        return _refuse(500, str(error))
    data = found if isinstance(found, bytes) else msgspec.json.encode(found)
    return Response(data, media_type=media_type, headers=headers)


def _refuse(status: int, why: str) -> Response:
    return Response(msgspec.json.encode({"error": why}), status_code=status, media_type="application/json")


def _codes() -> dict[str, dict[str, str]]:
    return {code: {"en": entry["en"], "zh": entry["zh"]} for code, entry in read_toml("codes.toml").items()}


def _tell(shown: Shown) -> dict[str, Any]:
    record: Record = shown.record
    is_pdf = shown.data is not None and record.source.media_type == _PDF
    return {
        "name": shown.name,
        "source": record.source,
        "document": record.document,
        "tables": record.tables,
        "tasks": record.tasks,
        "units": {unit.id: unit.name for unit in record.units},
        "doubts": shown.doubts,
        "sourced": shown.document is not None,
        "pages": page_sizes(shown.data) if is_pdf and shown.data is not None else (),
        "saved": shown.document is not None or not _is_corrected(shown.base),
    }


def _is_corrected(record: Record) -> bool:
    return any(task.corrected is not UNSET for task in record.tasks)


def _blocks(document: Document | None) -> list[dict[str, Any]]:
    if document is None:
        return []
    return [
        {"id": block.id, "text": block.text}
        if isinstance(block, Paragraph)
        else {
            "id": block.id,
            "rows": block.rows,
            "columns": block.columns,
            "cells": [(c.row, c.column, c.row_span, c.column_span, c.text) for c in block.cells],
        }
        for block in document.blocks
    ]


def find_units(name: str, region: str | None, on: str | None) -> list[dict[str, str]]:
    """The unit that a name or id means, those offered for it, and units of organs whose names contain it, at most a
    dozen, each with id and name."""
    registry = load_registry()
    found: dict[str, str] = {}
    if (unit := registry.find_unit(name, on)) is not None:
        found[unit.id] = unit.name
    answer = registry.resolve(name, region=region, on=on) if name else None
    if answer and answer.unit:
        found[answer.unit.id] = answer.unit.name
    for candidate in answer.candidates if answer else ():
        if (offered := registry.find_unit(candidate, on)) is not None:
            found[candidate] = offered.name
    for organ in registry.list_organs() if len(name) > 1 and region else ():
        if len(found) >= _MOST_UNITS:
            break
        named = any(name in title.pattern for title in organ.titles)
        there = registry.find_unit(f"{region}/{organ.slug}", on) if named else None
        if there is not None:
            found.setdefault(there.id, there.name)
    return [{"id": key, "name": value} for key, value in list(found.items())[:_MOST_UNITS]]
