"""What every page needs around it: stylesheet and script; and two addresses that say whether the server lives."""

from collections.abc import Awaitable, Callable

from litestar import MediaType, Request, Response, get
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from register.kernel.errors import NotFound, RegisterError
from register.web.assets import asset

_KEPT_FOR_A_YEAR = "public, max-age=31536000, immutable"
_TEXT = MediaType.TEXT


@get("/static/{name:str}", opt={"action": "static.read"}, include_in_schema=False)
async def static_file(request: Request[object, object, State], name: FromPath[str]) -> Response[bytes]:
    """An asset by the name that holds its hash; any other name is not found."""
    found = asset(name)
    if found is None:
        raise NotFound
    headers = {"cache-control": _KEPT_FOR_A_YEAR, "vary": "accept-encoding"}
    content = found.content
    if "gzip" in request.headers.get("accept-encoding", ""):
        content, headers["content-encoding"] = found.zipped, "gzip"
    return Response(content, media_type=found.media_type, headers=headers)


def health(ready: Callable[[], Awaitable[None]]) -> list[HTTPRouteHandler]:
    """`/healthz`: the process answers. `/readyz`: `ready()` returned, so that requests can be served."""

    @get("/healthz", opt={"action": "health.read"}, include_in_schema=False)
    async def healthz() -> Response[str]:
        return Response("ok\n", media_type=_TEXT)

    @get("/readyz", opt={"action": "health.read"}, include_in_schema=False)
    async def readyz() -> Response[str]:
        try:
            await ready()
        except RegisterError as error:
            return Response(f"{error.code}\n", status_code=503, media_type=_TEXT, headers={"retry-after": "1"})
        return Response("ready\n", media_type=_TEXT)

    return [healthz, readyz]
