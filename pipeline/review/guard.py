"""Who may ask: this machine, this page, with the token; and what a page may do. An ASGI layer before all routes."""

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
]
_MOST = 64 * 1024
"""Bytes of a request's body."""


class Gatekeeper:
    """Lets a request through only with the address of this server as its host, with its token, and, where it names an
    origin, from its own pages. The first visit brings the token in the address and takes it away as a cookie."""

    def __init__(self, app: App, token: str, port: int) -> None:
        self._app, self._token = app, token
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._cookie = f"fengong-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403, or pass on."""
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if headers.get("host") not in self._hosts or not self._is_own(headers, scope["method"]):
            await _answer(send, 403, "forbidden")
        elif int(headers.get("content-length") or 0) > _MOST or "transfer-encoding" in headers:
            await _answer(send, 413, "too large")
        elif self._same(_read_token(scope)) and scope["path"] == "/":
            cookie = f"{self._cookie}={self._token}; Path=/; HttpOnly; SameSite=Strict"
            await _answer(send, 303, "", [(b"location", b"/"), (b"set-cookie", cookie.encode())])
        elif not self._same(_read_cookie(headers.get("cookie", ""), self._cookie)):
            await _answer(send, 403, "open the address that fengong review printed")
        else:
            await self._app(scope, receive, _with_headers(send))

    def _same(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self._token.encode())

    def _is_own(self, headers: dict[str, str], method: str) -> bool:
        """No other origin reads or writes: what says where it comes from must come from here, a write must say it."""
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if origin is not None and origin.removeprefix("http://") not in self._hosts:
            return False
        if method not in ("GET", "HEAD"):
            return origin is not None
        return site in (None, "same-origin", "none")


def _read_token(scope: Scope) -> str:
    query: bytes = scope["query_string"]
    return parse_qs(query.decode("latin-1")).get("token", [""])[0]


def _read_cookie(header: str, name: str) -> str:
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _with_headers(send: Send) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            own = {name for name, _ in message.get("headers", ())}
            message["headers"] = [*message.get("headers", ()), *(item for item in _HEADERS if item[0] not in own)]
        await send(message)

    return sending


async def _answer(send: Send, status: int, text: str, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    whole = [(b"content-type", b"text/plain; charset=utf-8"), *_HEADERS, *(headers or [])]
    await send({"type": "http.response.start", "status": status, "headers": whole})
    await send({"type": "http.response.body", "body": text.encode()})
