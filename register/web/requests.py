"""The request as every handler gets it: what cannot be read of it is a 400, whatever the reader chokes on."""

from typing import Any

from litestar import Request
from litestar.datastructures import URL, State
from litestar.exceptions import InternalServerException

from register.kernel.errors import BadRequest


class StrictRequest(Request[Any, Any, State]):
    """For Litestar only a syntax fault is the sender's; bytes that are no text and endless nesting are theirs too."""

    @property
    def url(self) -> URL:
        """Where the sender says it goes. Raises BadRequest where the host or its port is none."""
        try:
            return super().url
        except ValueError as error:
            raise BadRequest from error

    async def body(self) -> bytes:
        """The bytes of the body. Raises BadRequest when the sender left before the end: nobody's fault here."""
        try:
            return await super().body()
        except InternalServerException as error:
            raise BadRequest from error

    async def json(self) -> Any:
        """The decoded body. Raises BadRequest."""
        try:
            return await super().json()
        except (RecursionError, UnicodeDecodeError) as error:
            raise BadRequest from error
