"""Asking a scanner of the installation whether bytes are harmful. Anything but a clear answer is no answer."""

import shlex
import socket
import struct
import subprocess

_PIECE = 64 * 1024
_CLAMD = "clamd:"


class ScannerFailed(Exception):
    """The scanner could not be asked, or did not say clearly what it found."""


def is_clean(scanner: str, data: bytes, seconds: float) -> bool:
    """Whether the scanner passes the bytes. Blocks. Raises ScannerFailed.

    `clamd:ADDRESS` speaks INSTREAM of clamd over a socket; anything else is a command that reads standard input and
    ends with 0 for clean and 1 for harmful, as clamscan does.
    """
    if scanner.startswith(_CLAMD):
        return _by_clamd(scanner.removeprefix(_CLAMD), data, seconds)
    return _by_command(scanner, data, seconds)


def _by_command(command: str, data: bytes, seconds: float) -> bool:
    try:
        done = subprocess.run(
            shlex.split(command),
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise ScannerFailed from error
    if done.returncode not in {0, 1}:
        raise ScannerFailed
    return done.returncode == 0


def _by_clamd(address: str, data: bytes, seconds: float) -> bool:
    try:
        with _connected(address, seconds) as connection:
            connection.sendall(b"zINSTREAM\0")
            for at in range(0, len(data), _PIECE):
                piece = data[at : at + _PIECE]
                connection.sendall(struct.pack("!I", len(piece)) + piece)
            connection.sendall(struct.pack("!I", 0))
            answer = _answer(connection)
    except (OSError, ValueError) as error:
        raise ScannerFailed from error
    if answer == b"stream: OK":
        return True
    if answer.endswith(b" FOUND"):
        return False
    raise ScannerFailed


def _connected(address: str, seconds: float) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(seconds)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=seconds)


def _answer(connection: socket.socket) -> bytes:
    answer = b""
    while len(answer) < _PIECE and not answer.endswith(b"\0"):
        piece = connection.recv(4096)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n")
