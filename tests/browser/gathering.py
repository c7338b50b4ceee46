"""A General Assembly in a hall: its people, its agenda, and their phones before two server processes."""

import base64
import contextlib
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from queue import Queue
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from playwright.sync_api import Browser

from declarations.meetings.model import Function, Item, Meeting, Part, Participant, Sitting
from declarations.meetings.secrets import link_path, room_code
from register import vault
from register.access import AccessSettings, configure
from register.kernel import clock
from register.keys import derived_secret
from tests.browser.visiting import Visitor
from tests.databases import Database
from tests.db.mailing import Mailbox
from tests.factories import World
from tests.meetings import concerned, delegation, item, meeting, officer, participant, sitting
from tests.process.serving import Serving, free_port, serving
from tests.web.visitors import PASSWORD, give_password

MASTER = bytes(range(32))
SECRETARY, CHAIR = "secretary", "chair"
BIDDER = "Delta Pumps Ltd"
WIDTHS = (320, 360, 375, 390)
DELEGATIONS = {
    ("Ruritania", "en"): ("Rassendyll", "Elphberg", "Tarlenheim"),
    ("Syldavie", "fr"): ("Almaszout", "Trovik", "Halambique"),
    ("San Lorenzo", "es"): ("Monzano", "Aamons", "Castillo"),
    ("وادي السلام", "ar"): ("المنصور", "الخطيب", "النجار"),
}
"""Each with its head, an alternate and a delegate, by family name."""
CONCERNED, STANDS_IN, SCRIPTLESS = DELEGATIONS["وادي السلام", "ar"]
DEPUTY, _, ALOUD = DELEGATIONS["Syldavie", "fr"]
MAILED, LISTED, UNLUCKY = DELEGATIONS["San Lorenzo", "es"]
_, SUBSTITUTE, REPLACED = DELEGATIONS["Ruritania", "en"]
LATE = REPLACED
PARTS = (Part.HEAD, Part.ALTERNATE, Part.DELEGATE)
TITLES = {
    "5": {"en": "Election of the Vice-President", "fr": "Élection du vice-président"},
    "7": {"en": "Contract for measuring stations", "ar": "عقد محطات القياس"},
}


@dataclass
class Hall:
    """The meeting as it was prepared, with the room code as the screen of the hall shows it."""

    meeting: Meeting
    sitting: Sitting
    people: dict[str, Participant]
    items: dict[str, Item]
    committee: Meeting
    """Another meeting of the same secretary, under the conduct of technical work; nothing was prepared for it."""
    emails: dict[str, str]
    servers: list[Serving] = field(default_factory=list)

    @property
    def code(self) -> str:
        """What the screen of the hall shows."""
        return room_code(self.sitting)

    @property
    def path(self) -> str:
        """The pages of those who lead it."""
        return f"/meetings/{self.meeting.id}"

    def item_path(self, number: str) -> str:
        """An item as a participant opens it."""
        return f"/attend/items/{self.items[number].id}"


@contextlib.asynccontextmanager
async def prepared(world: World) -> AsyncIterator[Hall]:
    """A meeting of four delegations of three, under the keys that the servers are given too."""
    kept = vault.keyring()
    vault.configure(vault.Keyring([vault.MasterKey(MASTER)]))
    cheap: dict[str, Any] = {"password_passes": 1, "password_memory_kib": 64, "password_lanes": 1}
    configure(AccessSettings(secret=derived_secret("access"), **cheap))
    try:
        yield await _prepare(world)
    finally:
        vault.configure(kept)


async def _prepare(world: World) -> Hall:
    office, secretary = (
        await world.person("ethics_officer"),
        await world.person("meeting_secretary", family_name="Keeper"),
    )
    chair = await world.person("presiding_officer", family_name="Presides", language="fr")
    today = clock.today()
    made = await meeting(office, secretary, starts_on=today, ends_on=today + timedelta(days=2))
    people: dict[str, Participant] = {}
    for (name, language), families in DELEGATIONS.items():
        us = await delegation(secretary, made, name)
        for family, part in zip(families, PARTS, strict=True):
            people[family] = await participant(
                secretary, made, us, family_name=family, function=part, language=language, first_name=""
            )
    items = {
        "5": await item(secretary, made, titles=TITLES["5"]),
        "7": await item(secretary, made, number="7", position=2, titles=TITLES["7"], decision="contract", vote="show"),
    }
    await concerned(secretary, items["7"], BIDDER, role="bidder")
    await officer(secretary, made, Function.PRESIDING_OFFICER, chair)
    await officer(secretary, made, Function.DEPUTY, people["Almaszout"], precedence=1)
    committee = await meeting(office, secretary, code="iso-coc", body="Technical committee", title="Flow meters")
    emails = {SECRETARY: await give_password(world, secretary), CHAIR: await give_password(world, chair)}
    return Hall(made, await sitting(secretary, made), people, items, committee, emails)


class PostOffice(Mailbox):
    """A mail server of the delegates, with what came for each."""

    def __init__(self) -> None:
        super().__init__()
        self.port = free_port()
        self._came: Queue[EmailMessage] = Queue()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the letter, and wake whoever waits for it."""
        said = await super().handle_DATA(server, session, envelope)
        self._came.put(self.letters[-1])
        return said

    def code_for(self, who: Participant) -> str:
        """The code in the next letter, which is theirs."""
        letter = self._came.get(timeout=15)
        body = letter.get_body(("plain",))
        assert body is not None
        assert who.email in str(letter["to"])
        (code,) = re.findall(r"\b\d{6}\b", body.get_content())
        return str(code)

    @contextlib.contextmanager
    def serving(self) -> Iterator[None]:
        """Open until the end of the block."""
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield
        finally:
            controller.stop()


@contextlib.contextmanager
def two_servers(database: Database, folder: Path, mail: PostOffice) -> Iterator[list[Serving]]:
    """Two server processes, each at a port of its own, on one embedded database; the first one also sends mail."""
    key = base64.b64encode(MASTER).decode()
    environment = {
        "DATABASE_URL": database.app_url,
        "REGISTER_WORKERS": "1",
        "REGISTER_MASTER_KEY": key,
        "REGISTER_SIGNING_KEY": key,
        "REGISTER_MAIL_HOST": "127.0.0.1",
        "REGISTER_MAIL_PORT": str(mail.port),
    }
    with contextlib.ExitStack() as both:
        both.enter_context(mail.serving())
        found = [
            both.enter_context(serving(folder / name, also=environment | {"REGISTER_BACKGROUND": works}))
            for name, works in (("one", "true"), ("other", "false"))
        ]
        for each in found:
            each.wait_until_ready(120)
        yield found


class Gathering:
    """Everybody's screen. Whoever comes finds the other server than whoever came before."""

    def __init__(self, browser: Browser, hall: Hall, mail: PostOffice) -> None:
        self.hall, self.mail, self._browser, self._came = hall, mail, browser, 0

    def _screen(self, width: int, height: int, **options: Any) -> Visitor:
        server = self.hall.servers[self._came % len(self.hall.servers)]
        self._came += 1
        context = self._browser.new_context(locale="en", viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(40_000)
        return Visitor(context.new_page(), f"http://127.0.0.1:{server.port}")

    def leader(self, who: str) -> Visitor:
        """The secretary or the chair, signed in with an account, at a wide screen."""
        found = self._screen(1280, 900)
        found.sign_in(self.hall.emails[who], PASSWORD)
        return found

    def phone(self, family: str, **options: Any) -> Visitor:
        """A participant who opens the link on a phone that is set to English, whatever language they read."""
        found = self._screen(WIDTHS[self._came % len(WIDTHS)], 700, **options)
        found.go(link_path(self.hall.people[family]))
        return found
