"""Errors as RFC 9457 has them (application/problem+json): the code is that of ``fengong explain``."""

from typing import Any

import msgspec
from starlette.responses import Response

from pipeline.batch.model import Finding
from pipeline.errors import FileError
from pipeline.knowledge import read_toml

_STATUS = {"unsupported": 415, "too-large": 413, "internal": 500}
"""HTTP status of an error of a document; any other is 422: understood, and no record can be made of it."""


def problem(status: int, title: str, detail: str, headers: dict[str, str] | None = None, **more: Any) -> Response:
    """A problem with the members of the standard and more."""
    kind = f"urn:fengong:code:{more['code']}" if "code" in more else "about:blank"
    tree = {"type": kind, "title": title, "status": status, "detail": detail, **more}
    return Response(msgspec.json.encode(tree), status, headers, "application/problem+json")


def problem_of(error: FileError | Finding) -> Response:
    """The problem of a document that gives no record."""
    code = error.code or "internal"
    detail = str(error) if isinstance(error, FileError) else error.reason or code
    known = read_toml("codes.toml").get(code, {})
    title = str(known.get("en", code)).partition(". ")[0].rstrip(".")
    closing = {"connection": "close"} if code == "too-large" else None
    return problem(_STATUS.get(code, 422), title, detail, closing, code=code, advice=error.advice or "")
