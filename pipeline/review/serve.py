"""The review page served on this machine, for as long as a person wants it."""

import secrets
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from pipeline.errors import FileError
from pipeline.review.app import make_app
from pipeline.review.desk import Desk
from pipeline.review.shelf import Shelf


def serve_review(shelf: Shelf, desk: Desk, language: str, port: int, tell: Callable[[str], None]) -> None:
    """Serve on 127.0.0.1 until SIGINT or SIGTERM; ``tell`` gets the address, token included. Raises OSError."""
    listener = socket.create_server(("127.0.0.1", port))
    port = int(listener.getsockname()[1])
    token = secrets.token_urlsafe(24)
    app = make_app(shelf, desk, token, port, language)
    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off", server_header=False)
    threading.Thread(target=_warm, args=(shelf,), daemon=True).start()
    tell(f"http://127.0.0.1:{port}/?token={token}")
    uvicorn.Server(config).run(sockets=[listener])


def _warm(shelf: Shelf) -> None:
    """Read the first record while the browser starts."""
    with suppress(FileError, OSError, IndexError):
        shelf.show(0)
