"""The service at work until it is told to stop; what runs then is finished."""

import socket
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn

from pipeline.batch.model import Options
from pipeline.service.app import make_service
from pipeline.service.conveyor import Conveyor

_KEEP_ALIVE = 5


def serve(options: Options, host: str, port: int, most: int, tell: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT: then no request is taken any more, those that run are answered, and workers end.

    ``most``: documents that may wait at a time. ``tell`` gets the address. Raises OSError, and RunError where no worker
    can start.
    """
    listener = socket.create_server((host, port), backlog=256)
    with tempfile.TemporaryDirectory(prefix="fengong-") as folder, Conveyor(options, Path(folder)) as conveyor:
        app = make_service(conveyor, Path(folder), options, most)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_keep_alive=_KEEP_ALIVE,
        )
        tell(f"http://{host}:{listener.getsockname()[1]}")
        with suppress(KeyboardInterrupt):  # uvicorn raises the signal again after a clean end
            uvicorn.Server(config).run(sockets=[listener])
