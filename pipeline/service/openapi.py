"""The description of the service (OpenAPI 3.1), made from the schemas that records are validated against."""

from typing import Any

from pipeline.contract import SCHEMA_NAME, read_schema
from pipeline.version import VERSION

_PROBLEM = {
    "type": "object",
    "description": "RFC 9457. code is one of `fengong explain`, advice says what to do.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "advice": {"type": "string"},
    },
}
_JOB = {
    "type": "object",
    "required": ["id", "name", "state"],
    "properties": {
        "id": {"type": "string"},
        "name": {"type": "string"},
        "state": {"enum": ["waiting", "done", "failed"]},
        "record": {"type": "string", "description": "Where the record is, once it is done."},
        "problem": {"$ref": "#/components/schemas/Problem"},
    },
}


def describe() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "fengong",
            "version": VERSION,
            "summary": "Task-division tables → JSON with the place of every value",
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "paths": {
            "/v1/records": {"post": _takes_document("A document in, its record out.", {"200": _gives("Record")})},
            "/v1/jobs": {"post": _takes_document("A large document: asked about later.", {"202": _gives("Job")})},
            "/v1/jobs/{job}": {
                "get": _operation("How a job stands.", {"200": _gives("Job")}, [_path("job")]),
                "delete": _operation("Forget a job.", {"204": {"description": "Forgotten."}}, [_path("job")]),
            },
            "/v1/jobs/{job}/record": {"get": _operation("Its record.", {"200": _gives("Record")}, [_path("job")])},
            "/v1/units": {
                "get": _operation(
                    "What a name means, and why.",
                    {"200": _gives("Resolutions")},
                    [_query("name", required=True), _query("region"), _query("on")],
                )
            },
            "/v1/codes": {"get": _operation("All codes of errors and issues.", {"200": _gives("Codes")})},
            "/v1/codes/{code}": {
                "get": _operation("What a code means, and what to do.", {"200": _gives("Code")}, [_path("code")])
            },
            "/healthz": {"get": _operation("Whether documents can be worked on.", {"200": {"description": "Yes."}})},
            "/metrics": {"get": _operation("Figures for Prometheus.", {"200": {"description": "Text format."}})},
        },
        "components": {"schemas": _schemas()},
    }


def _schemas() -> dict[str, Any]:
    code = {"type": "object", "properties": {name: {"type": "string"} for name in ("code", "severity", "en", "zh")}}
    return {
        "Record": read_schema(SCHEMA_NAME),
        "Problem": _PROBLEM,
        "Job": _JOB,
        "Resolutions": {"type": "array", "items": {"type": "object"}},
        "Code": code,
        "Codes": {"type": "array", "items": code},
    }


def _takes_document(summary: str, answers: dict[str, Any]) -> dict[str, Any]:
    operation = _operation(
        summary, answers, [_query("name"), _query("region"), _query("year"), _query("issued_on")], failures=True
    )
    body = {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
    return {**operation, "requestBody": body}


def _operation(
    summary: str, answers: dict[str, Any], parameters: list[dict[str, Any]] | None = None, *, failures: bool = False
) -> dict[str, Any]:
    told = {"description": "A problem.", "content": {"application/problem+json": {"schema": _ref("Problem")}}}
    codes = ("413", "415", "422", "500", "503") if failures else ("default",)
    return {
        "summary": summary,
        "parameters": parameters or [],
        "responses": {**answers, **dict.fromkeys(codes, told)},
    }


def _gives(name: str) -> dict[str, Any]:
    return {"description": name, "content": {"application/json": {"schema": _ref(name)}}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _query(name: str, *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": {"type": "string"}}
