"""Every page of this room."""

from litestar.types import ControllerRouterHandler

from declarations.presiding.attend_pages import attend_presiding_pages
from declarations.presiding.officer_pages import officer_pages

presiding_pages: list[ControllerRouterHandler] = [*attend_presiding_pages, *officer_pages]
