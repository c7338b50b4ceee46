"""What leaves the register so that others can check it: hashes without content, and checkpoints of the newest seal."""

import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path
from random import Random

import asyncpg
import msgspec
import pytest

from declarations.filing.store import DeclarationClaims
from register import checkpointing
from register.kernel.db import REPEATABLE_READ, transaction
from register.kernel.errors import Conflict
from register.kernel.identity import service
from register.ledger import checkpoints
from register.ledger.checkpoints import Checkpoint
from register.ledger.exporting import export_hashes
from register.ledger.proofs import Tree, proves_consistency
from register.ledger.seal_log import SealLog
from register.ledger.sealer import Sealer
from register.ledger.signing import PublicKeys, SigningKey
from register.ledger.standing import standing
from register.notices.model import MailSettings
from register.notices.transports import DemonstrationTransport
from register.settings import Seals, Settings
from tests.databases import Database
from tests.db.ledgers import SmallLedger
from tests.factories import World

VERIFIER = Path(__file__).resolve().parents[2] / "verifier" / "second_verifier.py"
_KEY = SigningKey(bytes(range(32)))
_NAMES = {"en": "Organization"}


def second_verifier(*arguments: object) -> tuple[int, str]:
    """The verifier as an auditor runs it: exit status and answer."""
    done = subprocess.run([sys.executable, VERIFIER, *map(str, arguments)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


async def exported(path: Path, sources: list[DeclarationClaims], keys: PublicKeys) -> Path:
    """The hashes of the register in a file."""
    with path.open("wb") as out:
        async with transaction(service("verifier"), isolation=REPEATABLE_READ) as tx:
            await export_hashes(tx, sources, keys, out)
    return path


async def newest(small: SmallLedger, since: Checkpoint | None = None) -> Checkpoint:
    async with transaction(service("verifier"), isolation=REPEATABLE_READ) as tx:
        return await checkpoints.newest(tx, small.public, _NAMES, since)


async def test_hashes_say_nothing_of_what_was_declared_and_a_second_verifier_finds_what_was_changed(
    world: World, superuser: asyncpg.Connection, tmp_path: Path
) -> None:
    amina, log = await world.person(), SealLog(tmp_path / "seals.log")
    kept = await world.declaration(amina)
    await Sealer(_KEY, log).seal_all()
    await world.declaration(amina)  # and one that is not sealed yet
    keys = PublicKeys({_KEY.id: _KEY.public})
    whole = await exported(tmp_path / "hashes", [DeclarationClaims()], keys)
    assert second_verifier(whole, "--seals", log.path)[0] == 0
    text = whole.read_text()
    assert amina.name
    assert amina.name not in text
    assert kept.reference not in text
    assert '"payload_digest"' in text
    assert '"payload"' not in text
    await superuser.execute("set session_replication_role = replica")
    await superuser.execute("update declaration set value_band = '30' where id = $1", kept.id)
    status, said = second_verifier(await exported(tmp_path / "changed", [DeclarationClaims()], keys))
    assert (status, str(kept.id) in said) == (1, True), said


async def test_a_checkpoint_kept_outside_tells_a_rewritten_history(
    database: Database, superuser: asyncpg.Connection, tmp_path: Path
) -> None:
    small = SmallLedger(tmp_path)
    await small.work(streams=4, steps=5, random=Random(1))
    await small.sealer.seal_once()
    first = await newest(small)
    kept = tmp_path / "first.json"
    kept.write_bytes(first.written())
    await small.work(streams=4, steps=5, random=Random(2))
    await small.sealer.seal_once()
    second = await newest(small, first)
    assert second.earlier
    earlier, later = (Tree(each.seal.size, bytes.fromhex(each.seal.root)) for each in (first, second))
    assert proves_consistency(earlier, later, [bytes.fromhex(each) for each in second.earlier.consistency])
    assert (await standing(SealLog(kept))).is_whole
    hashes = await exported(tmp_path / "hashes", [small.room], small.public)  # type: ignore[list-item]  # any source
    assert second_verifier(hashes, "--checkpoint", kept)[0] == 0
    foreign = msgspec.structs.replace(first, seal=msgspec.structs.replace(first.seal, root="00" * 32))
    kept.write_bytes(foreign.written())
    assert (await standing(SealLog(kept))).differs == 1
    assert second_verifier(hashes, "--checkpoint", kept)[0] == 1
    with pytest.raises(Conflict):
        await newest(small, foreign)


class _Box(DemonstrationTransport):
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def send(self, letter: EmailMessage) -> None:
        self.letters.append(letter)


async def test_a_checkpoint_is_mailed_once_a_day_and_not_again_without_a_new_seal(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = MailSettings("register@example.org", "https://register.example.org", _NAMES)
    monkeypatch.setattr(checkpointing, "mail_settings", lambda: mail)
    small, box = SmallLedger(tmp_path), _Box()
    settings = Settings(var=tmp_path, seals=Seals(("auditor@example.org", "board@example.net")))
    await checkpointing.send_daily(settings, box)
    assert box.letters == [], "nothing is sealed yet"
    await small.work(streams=2, steps=2, random=Random(1))
    await small.sealer.seal_once()
    for _ in range(2):
        await checkpointing.send_daily(settings, box)
    assert [letter["To"] for letter in box.letters] == ["auditor@example.org", "board@example.net"]
    (attached,) = box.letters[0].iter_attachments()
    assert attached.get_content() == (tmp_path / "checkpoint.json").read_bytes()
    assert msgspec.json.decode(attached.get_content(), type=Checkpoint).seal == (await newest(small)).seal
    monkeypatch.setattr(checkpointing, "DAILY", checkpointing.DAILY * 0)
    await checkpointing.send_daily(settings, box)
    assert len(box.letters) == 2, "a day later there is no new seal"
    await small.work(streams=2, steps=2, random=Random(2))
    await small.sealer.seal_once()
    await checkpointing.send_daily(settings, box)
    assert len(box.letters) == 4
