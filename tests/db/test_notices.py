"""Notices leave once their transaction is committed, in the recipient's language, at least once, without content."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from register import vault
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import DatabaseUnavailable, NotFound
from register.kernel.identity import ANONYMOUS, Identity, service
from register.kernel.ids import new_id
from register.kernel.message import Message, msg
from register.notices.configuration import configure
from register.notices.demonstration import read_demonstration_mail
from register.notices.mailer import Mailer
from register.notices.service import post, retry_all_notices, retry_notice, troubled_notices
from register.notices.transports import DemonstrationTransport, SmtpServer, SmtpTransport
from tests.databases import Database
from tests.db.mailing import SETTINGS, Mailbox, mail_server, somebody

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
RULE_OF_THE_DAY = Identity(person=UUID(int=1), roles=frozenset({"declarant"}))
ADMINISTRATOR = Identity(person=UUID(int=2), roles=frozenset({"administrator"}))


@pytest.fixture(autouse=True)
def keys() -> None:
    vault.configure(vault.Keyring([vault.MasterKey(b"m" * 32)]))


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
async def server(mailbox: Mailbox) -> AsyncIterator[SmtpServer]:
    async with mail_server(mailbox) as found:
        yield found


def mailer(server: SmtpServer) -> Mailer:
    return Mailer(SmtpTransport(server), SETTINGS)


async def told(
    recipient: UUID, *body: Message, subject: Message | None = None, link: str = "/declarations/D-7K3M-Q2PX"
) -> None:
    async with transaction(RULE_OF_THE_DAY) as tx:
        await post(
            tx,
            recipient=recipient,
            subject=subject or msg("Your declaration %(reference)s was decided", reference="D-7K3M-Q2PX"),
            body=body or (msg("Read the decision in the register."),),
            link=link,
        )


async def _rows(superuser: asyncpg.Connection) -> list[asyncpg.Record]:
    return await superuser.fetch("select * from outbox order by id")


async def test_a_notice_reaches_its_recipient_once(database: Database, server: SmtpServer, mailbox: Mailbox) -> None:
    await told(await somebody("amina@waters.example"))
    sender = mailer(server)
    assert (await sender.send_due(), await sender.send_due()) == (1, 0)
    (letter,) = mailbox.letters
    assert str(letter["Subject"]) == "Your declaration D-7K3M-Q2PX was decided"
    assert str(letter["To"]) == "Amina Haddad <amina@waters.example>"
    assert str(letter["From"]) == "Organization for Shared Waters <register@waters.example>"
    assert (letter["Auto-Submitted"], letter["Content-Language"]) == ("auto-generated", "en")
    assert letter.get_content_type() == "text/plain"
    lines = letter.get_content().splitlines()
    assert lines[0] == "Read the decision in the register."
    assert "https://register.waters.example/declarations/D-7K3M-Q2PX" in lines


async def test_what_is_rolled_back_tells_nobody(database: Database, server: SmtpServer, mailbox: Mailbox) -> None:
    recipient = await somebody("amina@waters.example")

    async def refused() -> None:
        async with transaction(RULE_OF_THE_DAY) as tx:
            await post(tx, recipient=recipient, subject=msg("A"), body=[], link="/x")
            raise NotFound

    with pytest.raises(NotFound):
        await refused()
    assert await mailer(server).send_due() == 0


async def test_an_arabic_letter_reads_from_right_to_left_and_its_link_stays_whole(
    database: Database, server: SmtpServer, mailbox: Mailbox
) -> None:
    await told(await somebody("amina@waters.example", "ar", first="أمينة", family="حداد"))
    await mailer(server).send_due()
    (letter,) = mailbox.letters
    assert str(letter["Subject"]).startswith("\u200f")
    assert letter["To"].addresses[0].display_name == "أمينة حداد"
    paragraphs = "\n".join(letter.get_content().splitlines()).split("\n\n")
    assert paragraphs[0].startswith("\u200f")
    assert paragraphs[1] == "https://register.waters.example/declarations/D-7K3M-Q2PX"
    assert letter["Content-Transfer-Encoding"] == "base64"


@pytest.mark.parametrize(
    "name",
    [
        "Eve\r\nBcc: all@waters.example",
        "Eve\nSubject: other",
        "Eve\u2028Bcc: x@y.example",
        'Eve" <x@y.example>, "',
        "=?utf-8?q?x?=",
        "Eve\x07\x1b[31m\x7f",
    ],
)
async def test_nothing_in_a_name_or_a_value_becomes_a_header_or_an_address(
    database: Database, server: SmtpServer, mailbox: Mailbox, name: str
) -> None:
    recipient = await somebody("amina@waters.example", first=name)
    await told(recipient, subject=msg("From %(name)s", name=name))
    await mailer(server).send_due()
    (letter,) = mailbox.letters
    assert letter["Bcc"] is None
    assert [address.addr_spec for address in letter["To"].addresses] == ["amina@waters.example"]
    assert len(letter.get_all("Subject", [])) == 1
    assert str(letter["Subject"]).isprintable()
    assert letter["To"].addresses[0].display_name.isprintable()


@pytest.mark.parametrize(
    "link", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x", "/a\r\nBcc: b", "/a b"]
)
async def test_a_notice_links_to_the_register_only(database: Database, link: str) -> None:
    with pytest.raises(ValueError, match="path of the register"):
        await told(new_id(), link=link)


async def test_the_outbox_shows_no_words_and_forgets_them_once_they_were_sent(
    database: Database, server: SmtpServer, superuser: asyncpg.Connection
) -> None:
    await told(await somebody("amina@waters.example"))
    (before,) = await _rows(superuser)
    assert b"D-7K3M" not in before["content"]
    await mailer(server).send_due()
    (after,) = await _rows(superuser)
    assert (after["content"], after["wrapped_key"], after["sent_at"] is not None) == (b"", None, True)


# -- failures ----------------------------------------------------------------------------------------------------------


async def test_a_refused_notice_is_tried_again_ever_more_slowly_and_then_shown(
    database: Database, server: SmtpServer, mailbox: Mailbox, superuser: asyncpg.Connection
) -> None:
    await told(await somebody("amina@waters.example"))
    mailbox.answers["amina@waters.example"] = "451 greylisted"
    sender, moment, waits = mailer(server), NOON + timedelta(days=3650), []
    for _ in range(8):
        with clock.fixed(moment):
            assert await sender.send_due() == 1
        with clock.fixed(moment + timedelta(seconds=59)):
            assert await sender.send_due() == 0
        (row,) = await _rows(superuser)
        waits.append(round((row["due_at"] - moment).total_seconds()))
        moment = row["due_at"]
    with clock.fixed(moment + timedelta(days=1)):
        assert await sender.send_due() == 0
    assert (waits[0], waits[6]) == (60, 21600)
    assert waits[:7] == sorted(waits[:7])
    (trouble,) = (await troubled_notices(ADMINISTRATOR)).items
    assert (trouble.tries, trouble.last_error, trouble.failed_at is not None) == (8, "recipient:451", True)


async def test_the_administrator_has_a_given_up_notice_tried_again(
    database: Database, server: SmtpServer, mailbox: Mailbox, superuser: asyncpg.Connection
) -> None:
    await told(await somebody("amina@waters.example"))
    await told(new_id())
    await superuser.execute("update outbox set failed_at = now(), tries = 8, last_error = 'refused:554'")
    found = (await troubled_notices(ADMINISTRATOR)).items
    assert [trouble.name for trouble in found] == ["", "Amina Haddad"]
    with pytest.raises(NotFound):
        await retry_notice(RULE_OF_THE_DAY, found[1].id)  # a person who is no administrator
    assert await retry_all_notices(RULE_OF_THE_DAY) == 0
    await retry_notice(ADMINISTRATOR, found[1].id)
    assert await mailer(server).send_due() == 1
    assert len(mailbox.letters) == 1
    assert await retry_all_notices(ADMINISTRATOR) == 1


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (new_id, "no_recipient"),
        (lambda: somebody("off@waters.example", active=False), "inactive"),
        (lambda: somebody("two words@waters.example"), "address"),
    ],
    ids=["a person who is gone", "a person who was disabled", "an address that is none"],
)
async def test_what_cannot_be_sent_is_shown_at_once(
    database: Database, server: SmtpServer, make: Callable[[], Any], code: str
) -> None:
    made = make()
    await told(made if isinstance(made, UUID) else await made)
    assert await mailer(server).send_due() == 1
    (trouble,) = (await troubled_notices(ADMINISTRATOR)).items
    assert (trouble.last_error, trouble.tries, trouble.failed_at is not None) == (code, 1, True)


async def test_a_disabled_account_gets_nothing_and_one_without_account_does(
    database: Database, server: SmtpServer, mailbox: Mailbox, superuser: asyncpg.Connection
) -> None:
    disabled, without = await somebody("off@waters.example"), await somebody("new@waters.example")
    await superuser.execute("insert into account (person, disabled_at) values ($1, now())", disabled)
    await told(disabled)
    await told(without)
    await mailer(server).send_due()
    assert [str(letter["To"].addresses[0].addr_spec) for letter in mailbox.letters] == ["new@waters.example"]


@pytest.mark.parametrize(
    ("answer", "code"),
    [("450 later", "recipient:450"), ("550 no such user", "recipient:550"), ("552 full", "recipient:552")],
)
async def test_one_refused_address_does_not_hold_up_the_others(
    database: Database, server: SmtpServer, mailbox: Mailbox, answer: str, code: str
) -> None:
    mailbox.answers["gone@waters.example"] = answer
    for address in ("gone@waters.example", "amina@waters.example", "bo@waters.example"):
        await told(await somebody(address))
    await mailer(server).send_due()
    assert len(mailbox.letters) == 2
    assert [trouble.last_error for trouble in (await troubled_notices(ADMINISTRATOR)).items] == [code]


async def test_a_letter_that_breaks_the_connection_does_not_hold_up_the_others(
    database: Database, server: SmtpServer, mailbox: Mailbox
) -> None:
    mailbox.drops.add("gone@waters.example")
    for address in ("gone@waters.example", "amina@waters.example", "bo@waters.example"):
        await told(await somebody(address))
    sender = mailer(server)
    await sender.send_due()
    await sender.send_due()
    assert len(mailbox.letters) == 2
    (trouble,) = (await troubled_notices(ADMINISTRATOR)).items
    assert (trouble.last_error, trouble.tries) == ("connection", 1)


async def test_a_server_that_stalls_or_is_not_there_costs_a_try_and_nothing_more(
    database: Database, server: SmtpServer, mailbox: Mailbox, superuser: asyncpg.Connection
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = SmtpServer("127.0.0.1", probe.getsockname()[1], security="none", timeout=1.0)
        await told(await somebody("amina@waters.example"))
        await mailer(nobody).send_due()
    (row,) = await _rows(superuser)
    assert (row["last_error"], row["tries"], row["failed_at"]) == ("connection", 1, None)
    mailbox.stalls = True
    await superuser.execute("update outbox set due_at = now()")
    await mailer(server).send_due()
    (row,) = await _rows(superuser)
    assert (row["last_error"], row["tries"], row["sent_at"]) == ("connection", 2, None)


async def test_a_server_without_encryption_gets_nothing_where_encryption_is_set(
    database: Database, server: SmtpServer, mailbox: Mailbox, superuser: asyncpg.Connection
) -> None:
    await told(await somebody("amina@waters.example"))
    await mailer(SmtpServer(server.host, server.port, security="starttls", timeout=1.0)).send_due()
    (row,) = await _rows(superuser)
    assert (row["last_error"], mailbox.letters) == ("security", [])
    with pytest.raises(ValueError, match="without encryption"):
        SmtpTransport(SmtpServer(server.host, server.port, security="none", user="register", password="x"))


async def test_a_mailer_that_dies_leaves_a_lease_and_the_copy_is_recognisable(
    database: Database,
    server: SmtpServer,
    mailbox: Mailbox,
    superuser: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await told(await somebody("amina@waters.example"))
    dying = mailer(server)

    async def die(*_: object) -> None:
        raise DatabaseUnavailable

    monkeypatch.setattr(dying, "_settle", die)
    with pytest.raises(DatabaseUnavailable):
        await dying.send_due()
    other = mailer(server)
    assert await other.send_due() == 0  # the lease holds
    await superuser.execute("update outbox set due_at = now()")
    assert await other.send_due() == 1
    first, second = mailbox.letters
    assert first["Message-ID"] == second["Message-ID"]


async def test_a_mailer_that_is_told_to_stop_gives_back_what_it_has_not_tried(
    database: Database, server: SmtpServer, mailbox: Mailbox, superuser: asyncpg.Connection
) -> None:
    for number in range(3):
        await told(await somebody(f"person{number}@waters.example"))
    mailbox.stalls = True
    stopping = asyncio.create_task(mailer(server).send_due())
    for _ in range(200):
        if [row for row in await _rows(superuser) if row["tries"]]:
            break
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.2)
    stopping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stopping
    mailbox.stalls = False
    assert sorted(row["tries"] for row in await _rows(superuser)) == [0, 0, 1], "the control: one was in hand"
    assert await mailer(server).send_due() == 2, "at once, without waiting for a lease"


async def test_two_mailers_never_take_the_same_notice(database: Database, server: SmtpServer, mailbox: Mailbox) -> None:
    import asyncio

    recipient = await somebody("amina@waters.example")
    for _ in range(30):
        await told(recipient)
    await asyncio.gather(*(mailer(server).send_due() for _ in range(4)))
    await mailer(server).send_due()
    assert len({str(letter["Message-ID"]) for letter in mailbox.letters}) == len(mailbox.letters) == 30


# -- who sees the outbox -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("identity", [ANONYMOUS, RULE_OF_THE_DAY, service("exporter"), ADMINISTRATOR])
async def test_nobody_but_the_mailer_sees_what_waits(database: Database, identity: Identity) -> None:
    await told(await somebody("amina@waters.example"))
    async with transaction(identity) as tx:
        assert await tx.fetchval("select count(*) from outbox") == 0
    async with transaction(service("mailer")) as tx:  # the control
        assert await tx.fetchval("select count(*) from outbox") == 1


async def test_nobody_without_an_identity_posts(database: Database) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        async with transaction(ANONYMOUS) as tx:
            await post(tx, recipient=new_id(), subject=msg("A"), body=[], link="/x")


async def test_the_demonstration_keeps_its_letters_and_shows_them(database: Database) -> None:
    configure(SETTINGS)
    await told(await somebody("amina@waters.example"), msg("First paragraph."))
    await Mailer(DemonstrationTransport(), SETTINGS).send_due()
    (letter,) = (await read_demonstration_mail()).page.items
    assert (letter.name, letter.subject) == (
        "Amina Haddad",
        "Your declaration \u2068D-7K3M-Q2PX\u2069 was decided",
    ) or (letter.subject == "Your declaration D-7K3M-Q2PX was decided")
    assert letter.paragraphs[0] == "First paragraph."


async def test_delivered_notices_are_forgotten_after_a_while(
    database: Database, server: SmtpServer, superuser: asyncpg.Connection
) -> None:
    await told(await somebody("amina@waters.example"))
    await told(await somebody("bo@waters.example"), link="/later")
    sender = mailer(server)
    await sender.send_due()
    await superuser.execute(
        "update outbox set sent_at = now() - interval '91 days' where id = (select min(id::text)::uuid from outbox)"
    )
    await sender.clear()
    assert len(await _rows(superuser)) == 1
