"""Restoring: unpacked beside the place, started, migrated and verified there, and only then put in use."""

import contextlib
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from register import vault
from register.backup.container import damaged, open_key, read_head, unpack
from register.backup.making import DATABASE, Progress, refuse_server
from register.backup.model import Head
from register.kernel.embedded import server_user
from register.kernel.errors import NotConfigured
from register.kernel.i18n import msg
from register.ledger.findings import Report
from register.ledger.seal_log import SealLog
from register.ledger.standing import Standing
from register.running import CommandRunner
from register.settings import Settings
from register.vault.keyfile import read_keys, write_keys
from register.verifying import report_and_standing

_POSTGRESQL = 18


class Restored(msgspec.Struct, frozen=True):
    """What came out: the backup, its verification, how it stands to the seals that were kept elsewhere."""

    head: Head
    report: Report
    standing: Standing | None
    in_use: bool


class Wish(msgspec.Struct, frozen=True):
    """How to restore: file of master keys, seals kept elsewhere, whether a loss is accepted, or a drill only."""

    master_key: Path | None = None
    seals: Path | None = None
    accept_older: bool = False
    drill: bool = False


def restore(settings: Settings, backup: Path, wish: Wish, progress: Progress = lambda _: None) -> Restored:
    """Restore a backup into the empty folder `var` of the settings.

    It is put in use only if every chain and seal verifies, and, where seals from elsewhere are given, only if it holds
    the last of them or the loss is accepted. Raises NotConfigured for a place that is not empty, a missing key, and a
    backup that is damaged, changed or of another kind.
    """
    refuse_server(settings)
    head, _ = read_head(backup)
    if head.postgresql != _POSTGRESQL:
        raise NotConfigured(msg("%(file)s is not a backup of this register.", file=str(backup)))
    if not wish.drill:
        _refuse_taken(settings.var)
    settings.var.mkdir(parents=True, exist_ok=True)
    with _beside(settings.var) as staged:
        keys_file = _hold_keys(settings, wish, staged)
        for written in unpack(backup, open_key(head), staged):
            progress(written)
        _open_archive(backup, staged)
        runner = CommandRunner(msgspec.structs.replace(settings, var=staged))
        report, standing = report_and_standing(runner, SealLog(wish.seals) if wish.seals else None)
        good = report.is_sound and (standing is None or standing.is_whole or wish.accept_older)
        if standing is not None and standing.differs:
            good = False
        if good and not wish.drill:
            _put_in_use(staged, settings.var, keys_file)
    return Restored(head, report, standing, in_use=good and not wish.drill)


def _refuse_taken(var: Path) -> None:
    for name in ("pg", "pg.ready", "seals.log", "signing.pub"):
        if (var / name).exists():
            taken = str(var / name)
            raise NotConfigured(
                msg("%(file)s exists already; a backup is restored into an empty place only.", file=taken)
            )


@contextlib.contextmanager
def _beside(var: Path) -> Iterator[Path]:
    """A private folder on the same disk, gone at the end whatever happens."""
    staged = Path(tempfile.mkdtemp(prefix=".restoring-", dir=var))
    try:
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _hold_keys(settings: Settings, wish: Wish, staged: Path) -> bool:
    """Hold the master keys, never making one; whether they come from a file that the installation gets too."""
    default = settings.var / "master.key"
    source = wish.master_key or (default if default.exists() else None)
    if source is None:
        vault.configure(vault.open_keyring(os.environ, default, embedded=False))
        return False
    keys = read_keys(source)
    write_keys(staged / "master.key", keys)
    vault.configure(vault.Keyring(keys))
    return not default.exists()


def _open_archive(backup: Path, staged: Path) -> None:
    """Unpack the files of the database, for the user as whom it runs."""
    folder = staged / "pg"
    folder.mkdir(mode=0o700)
    try:
        with tarfile.open(staged / DATABASE, "r:gz") as archive:
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, OSError, EOFError) as error:
        raise damaged(backup) from error
    (staged / DATABASE).unlink()
    folder.chmod(0o700)
    for left in (*folder.glob(".s.PGSQL.*"), folder / "postmaster.pid"):
        left.unlink(missing_ok=True)  # they speak of the server that was copied, which may be running beside us
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, server_user(), -1)
    (staged / "pg.ready").write_text(f"{_POSTGRESQL}\n")


def _put_in_use(staged: Path, var: Path, keys_file: bool) -> None:  # noqa: FBT001 - a fact about the keys
    """Move everything into its place; the file that says the database is ready comes last."""
    names = ["signing.pub", "seals.log", *(["master.key"] if keys_file else []), "pg", "pg.ready"]
    for name in names:
        if (staged / name).exists():
            (staged / name).rename(var / name)
