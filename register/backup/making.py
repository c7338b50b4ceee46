"""Making a backup while the register serves: the files of the database by `pg_basebackup`, encrypted as they come."""

import contextlib
import io
import subprocess
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from register import vault
from register.auditing import seal_log
from register.backup.container import Writer
from register.backup.model import FORM, Head
from register.backup.placing import placed
from register.kernel import clock
from register.kernel.embedded import Embedded, binaries
from register.kernel.errors import NotConfigured
from register.kernel.i18n import msg
from register.keys import open_keys
from register.running import embedded_of, refuse_absent
from register.settings import Settings

DATABASE, SEALS, PUBLIC_KEYS = "database.tar.gz", "seals.log", "signing.pub"
Progress = Callable[[int], object]


def make_backup(settings: Settings, target: Path, progress: Progress = lambda _: None) -> Head:
    """Write a backup to `target`, whole or not at all; what it says of itself.

    It holds the database with the write-ahead log that makes it whole, the log of seals and the public keys; never a
    master key and never the signing key. Raises NotConfigured when there is no embedded register here, when `target`
    exists, or when the database cannot be copied.
    """
    refuse_server(settings)
    refuse_absent(settings)
    open_keys(settings)
    with embedded_of(settings).use() as embedded, placed(target) as file:
        return _write(settings, embedded, file, progress)


def refuse_server(settings: Settings) -> None:
    """A PostgreSQL server has its own tools, which know its replicas and archives."""
    if not settings.is_embedded:
        raise NotConfigured(
            msg("This command is for the embedded database; a server is kept by pg_basebackup (docs/deployment.md).")
        )


def _write(settings: Settings, embedded: Embedded, file: BinaryIO, progress: Progress) -> Head:
    key, log = vault.new_data_key(), seal_log(settings)
    seals = log.path.read_bytes() if log.path.exists() else b""  # before the database, which then holds them all
    head = Head(
        form=FORM,
        version=version("declaration-register"),
        postgresql=embedded.version,
        made_at=clock.now(),
        seal=log.last(),
        key_id=key.key_id,
        wrapped=key.wrapped.hex(),
    )
    writer = Writer(file, head, key)
    public = settings.var / "signing.pub"
    known = public.read_bytes() if public.exists() else b""
    for name, content in ((SEALS, seals), (PUBLIC_KEYS, known)):
        for written in writer.add(name, io.BytesIO(content)):
            progress(written)
    with _copied(embedded) as stream:
        for written in writer.add(DATABASE, stream):
            progress(written)
    writer.finish()
    return head


@contextlib.contextmanager
def _copied(embedded: Embedded) -> Iterator[BinaryIO]:
    """The files of the running cluster as one compressed archive; NotConfigured when PostgreSQL could not finish it."""
    program = str(binaries(embedded.version) / "pg_basebackup")
    options = ["-D", "-", "-F", "tar", "-X", "fetch", "-c", "fast", "-Z", "gzip:1", "-w"]
    asked = [program, "-d", embedded.url("postgres", "postgres"), *options]
    copying = subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    with copying:
        if copying.stdout is None or copying.stderr is None:  # both are pipes; said for the reader of types
            raise RuntimeError
        yield copying.stdout  # type: ignore[misc]  # a pipe is read like any binary file
        said = copying.stderr.read().decode(errors="replace").strip().splitlines()
    if copying.returncode:
        raise NotConfigured(msg("The database could not be copied: %(reason)s", reason=said[-1] if said else "-"))
