"""One serving process: takes the listening socket from its parent and ends when the parent does."""

import contextlib
import os
import signal
import socket
import sys
import threading
import time
from types import FrameType

import uvicorn

from declarations.votes.live import BOARDS
from register import settings as settings_file
from register.app import create_app
from register.demonstration import demonstration_settings
from register.operations import logs


def _end_with_parent(alive: int) -> None:
    """Wait until the parent's end of the pipe closes, then stop; by force if a stream holds on."""

    def wait() -> None:
        with contextlib.suppress(OSError):
            os.read(alive, 1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(1)
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


class _Server(uvicorn.Server):
    """Ends what would be answered for ever before it waits for what is still being answered."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End the streams; each stream notices within the round of its board."""
        BOARDS.drain()
        super().handle_exit(sig, frame)


def main() -> None:
    """Serve on the descriptor that was handed over."""
    listener, alive, number = (int(argument) for argument in sys.argv[1:4])
    _end_with_parent(alive)
    settings = settings_file.load()
    if settings.demonstration:
        settings = demonstration_settings(settings)
    logs.configure(settings.log)
    app = create_app(settings, os.environ["REGISTER_SERVING_URL"], works=number == 0 and settings.background)
    config = uvicorn.Config(
        app,
        loop="uvloop" if sys.platform != "win32" else "asyncio",
        http="httptools",
        lifespan="on",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # access.middleware believes only the proxies of the settings
        log_config=None,  # operations.logs says how
        log_level="warning",
        timeout_graceful_shutdown=settings.grace_seconds,
    )
    _Server(config).run(sockets=[socket.socket(fileno=listener)])


if __name__ == "__main__":
    main()
