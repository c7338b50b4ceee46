"""Pages of access: coming in, one's own account, the administration of people."""

from litestar.types import ControllerRouterHandler

from register.access.pages.account import ACCOUNT_PAGES
from register.access.pages.arriving import ARRIVING_PAGES
from register.access.pages.people import PEOPLE_PAGES

access_pages: list[ControllerRouterHandler] = [*ARRIVING_PAGES, *ACCOUNT_PAGES, *PEOPLE_PAGES]

__all__ = ["access_pages"]
