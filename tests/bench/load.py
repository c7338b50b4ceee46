"""A light HTTP client: raw sockets and ready-made requests, so that the measuring costs less than what is measured."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Result:
    """What a run of requests came to."""

    requests: int
    seconds: float
    errors: int

    @property
    def per_second(self) -> float:
        """Successful requests per second."""
        return (self.requests - self.errors) / self.seconds


async def run(port: int, request: Callable[[int], bytes], *, clients: int, seconds: float) -> Result:
    """Send requests on `clients` connections at once for a while; anything but 2xx is an error."""
    numbers = iter(range(10**9))
    done = errors = 0
    deadline = time.perf_counter() + seconds

    async def client() -> None:
        nonlocal done, errors
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        going = True
        while going:
            writer.write(request(next(numbers)))
            head = await reader.readuntil(b"\r\n\r\n")
            body = await reader.readexactly(_length(head))
            done += 1
            if not head.startswith(b"HTTP/1.1 2"):
                errors += 1
                if errors == 1:
                    print(head.decode(errors="replace").splitlines()[0], body.decode(errors="replace")[:400])
            going = time.perf_counter() < deadline
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    return Result(done, time.perf_counter() - began, errors)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def post(path: str, body: bytes, **headers: str) -> bytes:
    """A POST request as bytes."""
    lines = [
        f"POST {path} HTTP/1.1",
        "host: 127.0.0.1",
        "content-type: application/json",
        f"content-length: {len(body)}",
    ]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
