"""The routes of the service."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from pathlib import Path, PurePath
from typing import Any

import msgspec
from msgspec import Struct
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.batch.model import Job, Options
from pipeline.errors import FileError, KnowledgeError
from pipeline.given import read_given
from pipeline.knowledge import read_toml
from pipeline.service.conveyor import Converted, Conveyor
from pipeline.service.figures import ServiceFigures
from pipeline.service.jobs import Ticket, Tickets
from pipeline.service.openapi import describe
from pipeline.service.problem import problem, problem_of
from pipeline.service.upload import Upload, receive
from pipeline.units import load_registry
from pipeline.units.explain import explain_names

_MIB = 2**20
_LONGEST_NAME = 200
Handler = Callable[[Request], Awaitable[Response]]


class ServiceRoom(Struct, frozen=True):
    """What the routes share. ``most`` documents may wait at a time."""

    conveyor: Conveyor
    spool: Path
    options: Options
    most: int
    tickets: Tickets
    figures: ServiceFigures


def make_service(conveyor: Conveyor, spool: Path, options: Options, most: int) -> Starlette:
    """The service's ASGI application. ``spool``: a folder for uploads."""
    room = ServiceRoom(conveyor, spool, options, most, Tickets(), ServiceFigures())
    service = _Service(room)
    routes = [
        _route(room, "/v1/records", service.record, "POST"),
        _route(room, "/v1/jobs", service.job, "POST"),
        _route(room, "/v1/jobs/{job}", service.standing, "GET", "DELETE"),
        _route(room, "/v1/jobs/{job}/record", service.fetch, "GET"),
        _route(room, "/v1/units", service.units, "GET"),
        _route(room, "/v1/codes", service.codes, "GET"),
        _route(room, "/v1/codes/{code}", service.code, "GET"),
        _route(room, "/openapi.json", service.description, "GET"),
        _route(room, "/healthz", service.health, "GET"),
        _route(room, "/metrics", service.metrics, "GET"),
    ]
    return Starlette(routes=routes, exception_handlers={HTTPException: _plain_problem})


def _route(room: ServiceRoom, path: str, handler: Handler, *methods: str) -> Route:
    """A route whose answers are counted and whose errors are problems."""

    async def answer(request: Request) -> Response:
        try:
            response = await handler(request)
        except FileError as error:
            response = problem_of(error)
        except ClientDisconnect:
            response = Response(status_code=499)
        except Exception as error:  # noqa: BLE001  one request's accident must not take the service with it
            response = problem(500, "Internal error", type(error).__name__, code="internal")
        room.figures.note_request(path, response.status_code)
        return response

    return Route(path, answer, methods=list(methods))


async def _plain_problem(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, HTTPException) else ""
    return problem(status, detail, detail)


class _Service:
    """Answers requests."""

    def __init__(self, room: ServiceRoom) -> None:
        self._room = room

    async def record(self, request: Request) -> Response:
        """A document in, its record out."""
        found = await self._hand_over(request)
        if isinstance(found, Response):
            return found
        try:
            return _tell(await asyncio.wrap_future(found.future))
        finally:
            self._room.tickets.drop(found.id)

    async def job(self, request: Request) -> Response:
        """A document in, a job out."""
        found = await self._hand_over(request)
        if isinstance(found, Response):
            return found
        return _json(_standing(found), 202, {"location": f"/v1/jobs/{found.id}"})

    async def standing(self, request: Request) -> Response:
        """How a job stands; DELETE forgets it."""
        ticket = self._room.tickets.find(request.path_params["job"])
        if ticket is None:
            return problem(404, "No such job", "It is not known, or not any more.")
        if request.method == "DELETE":
            self._room.tickets.drop(ticket.id)
            return Response(status_code=204)
        return _json(_standing(ticket))

    async def fetch(self, request: Request) -> Response:
        """A job's record, or why there is none."""
        ticket = self._room.tickets.find(request.path_params["job"])
        if ticket is None:
            return problem(404, "No such job", "It is not known, or not any more.")
        if not ticket.future.done():
            return problem(409, "Not done yet", "Ask again later.", {"retry-after": "1"})
        return _tell(ticket.future.result())

    async def _hand_over(self, request: Request) -> Ticket | Response:
        room = self._room
        if room.conveyor.broken is not None or len(room.conveyor) >= room.most:
            return problem(503, "Busy", "Too many documents wait.", {"retry-after": "2", "connection": "close"})
        given = await run_in_threadpool(_read_query, request, room.options.units)
        if isinstance(given, Response):
            return given
        stated = request.headers.get("content-length")
        upload = await receive(request.stream(), stated, room.spool, room.options.limits.size * _MIB)
        name = _read_name(request.query_params.get("name", ""))
        job = Job(upload.sha256, str(upload.path), upload.path.name, name, upload.size, spooled=True, **given)
        future = room.conveyor.submit(job)
        future.add_done_callback(lambda done: self._note(done, upload))
        return room.tickets.add(name, future)

    def _note(self, done: "Future[Converted]", upload: Upload) -> None:
        if done.exception() is None:
            finding = done.result().finding
            outcome = finding.code or finding.outcome
            self._room.figures.note_document(outcome, upload.size, finding.seconds)

    async def units(self, request: Request) -> Response:
        """What a name means."""
        asked = request.query_params
        names = asked.getlist("name")[:100]
        if not names:
            return problem(422, "No name", "Give name=…, maybe several times.")
        units = self._room.options.units
        try:
            registry = await run_in_threadpool(load_registry, Path(units) if units else None)
            return _json(explain_names(names, registry, asked.get("region"), asked.get("on")))
        except (KnowledgeError, ValueError) as error:
            return problem(422, "No such place", str(error))

    async def codes(self, _request: Request) -> Response:
        """All codes."""
        return _json([{"code": code, **entry} for code, entry in read_toml("codes.toml").items()])

    async def code(self, request: Request) -> Response:
        """One code."""
        code = request.path_params["code"]
        entry = read_toml("codes.toml").get(code)
        return _json({"code": code, **entry}) if entry else problem(404, "No such code", code)

    async def description(self, _request: Request) -> Response:
        """The OpenAPI description."""
        return _json(describe())

    async def health(self, _request: Request) -> Response:
        """200 while documents can be worked on."""
        broken = self._room.conveyor.broken
        return _json({"status": "ok"}) if broken is None else problem(503, "Broken", str(broken))

    async def metrics(self, _request: Request) -> Response:
        """ServiceFigures for Prometheus."""
        conveyor = self._room.conveyor
        text = self._room.figures.show(len(conveyor), conveyor.replaced, conveyor.broken is None)
        return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


def _read_query(request: Request, units: str | None) -> dict[str, Any] | Response:
    """Place, year and day given for this document."""
    asked = request.query_params
    year = asked.get("year")
    if year is not None and not year.isdecimal():
        return problem(422, "No year", year)
    given: dict[str, Any] = {"region": asked.get("region"), "issued_on": asked.get("issued_on")}
    given["year"] = int(year) if year else None
    if any(given.values()):
        try:
            read_given(load_registry(Path(units) if units else None), **given)
        except ValueError as error:
            return problem(422, "Given wrongly", str(error))
    return given


def _read_name(text: str) -> str:
    """The last part of a file's name, for the record; ``document`` where none is given."""
    name = PurePath(text.replace("\\", "/")).name[-_LONGEST_NAME:]
    return "".join(char for char in name if char.isprintable()) or "document"


def _standing(ticket: Ticket) -> dict[str, Any]:
    told: dict[str, Any] = {"id": ticket.id, "name": ticket.name, "state": "waiting"}
    if not ticket.future.done():
        return told
    if ticket.future.exception() is None and ticket.future.result().record is not None:
        return told | {"state": "done", "record": f"/v1/jobs/{ticket.id}/record"}
    answer = _tell(ticket.future.result()) if ticket.future.exception() is None else problem(503, "Stopped", "")
    return told | {"state": "failed", "problem": msgspec.json.decode(bytes(answer.body))}


def _tell(done: Converted) -> Response:
    if done.record is None:
        return problem_of(done.finding)
    return Response(done.record, media_type="application/json")


def _json(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode(value), status, headers, "application/json")
