"""The review page served on this machine, for as long as a person wants it."""

import secrets
import socket
from collections.abc import Callable

import uvicorn

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
    tell(f"http://127.0.0.1:{port}/?token={token}")
    uvicorn.Server(config).run(sockets=[listener])
