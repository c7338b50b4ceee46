"""What the composition root tells the pages: whose register this is, and the parts that other rooms supply."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

import msgspec
from markupsafe import Markup

from register.kernel.i18n import Message
from register.kernel.identity import Identity


class Link(msgspec.Struct, frozen=True):
    """A place to go, with the words that lead there."""

    href: str
    label: Message
    behind: str = ""
    """The address of the door behind which it is found; empty in the main menu."""


NOWHERE = Link("", Message(""))


def place_among(links: Sequence[Link], path: str) -> Link:
    """The link under which a page stands: the one with the longest address that leads there; NOWHERE for none."""
    leading = [link for link in links if path == link.href or (link.href != "/" and path.startswith(f"{link.href}/"))]
    return max(leading, key=lambda link: len(link.href), default=NOWHERE)


def _no_field() -> Markup:
    return Markup("")


def _no_links(_identity: Identity) -> Sequence[Link]:
    return ()


async def _nothing(_identity: Identity) -> Sequence[Link]:
    return ()


class Site(msgspec.Struct, frozen=True):
    """One register: the organisation's name in each language, whom to ask for help, where its doors are."""

    names: Mapping[str, str] = {}
    contact: str = ""
    """E-mail address or https address of the ethics office."""
    csrf_field: Callable[[], Markup] = _no_field
    navigation: Callable[[Identity], Sequence[Link]] = _no_links
    waiting: Callable[[Identity], Awaitable[Sequence[Link]]] = _nothing
    """What waits for the person in rooms that the first page and the desk do not know."""
    sign_in: str = "/sign-in"
    sign_out: str = "/sign-out"
    is_demonstration: bool = False
    openly: Sequence[Link] = ()
    """What the organization shows to people without an account; they find it where they would sign in."""

    def name(self, tag: str) -> str:
        """The organisation's name in a language, in English where it has none there."""
        return self.names.get(tag) or self.names.get("en", "")

    @property
    def contact_href(self) -> str:
        """The address as a link."""
        return f"mailto:{self.contact}" if "@" in self.contact and ":" not in self.contact else self.contact


class _Configured:
    site: Site = Site()


def configure(site: Site) -> None:
    """Say once, at start, whose register this is."""
    _Configured.site = site


def site() -> Site:
    """The register that is being served."""
    return _Configured.site
