"""Everything of this room for programs: the same services as the pages."""

from litestar.types import ControllerRouterHandler

from declarations.presiding.attend_api import attend_presiding_api
from declarations.presiding.officer_api import officer_api

presiding_api: list[ControllerRouterHandler] = [*attend_presiding_api, *officer_api]
