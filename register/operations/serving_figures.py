"""The address of the figures: apart from that of the register, so that no visitor reaches it by way of the proxy."""

import contextlib
import tempfile
from collections.abc import Iterator, Mapping

import msgspec
from prometheus_client import REGISTRY, CollectorRegistry, multiprocess, start_http_server

from register.kernel.errors import NotConfigured
from register.kernel.i18n import msg
from register.settings import Metrics


class Shared(msgspec.Struct, frozen=True):
    """Where serving processes leave their figures; empty when none are wished."""

    folder: str = ""

    @property
    def environment(self) -> Mapping[str, str]:
        """What a serving process is told."""
        return {"PROMETHEUS_MULTIPROC_DIR": self.folder} if self.folder else {}

    def forget(self, pid: int) -> None:
        """A serving process is no more: what it alone held goes with it, what it counted stays."""
        if self.folder:
            multiprocess.mark_process_dead(pid, self.folder)  # type: ignore[no-untyped-call]  # the library's


@contextlib.contextmanager
def figures_of_children(metrics: Metrics) -> Iterator[Shared]:
    """Serve the figures of all serving processes together, from their parent."""
    if not metrics.port:
        yield Shared()
        return
    with tempfile.TemporaryDirectory(prefix="register-figures-") as folder:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry, path=folder)  # type: ignore[no-untyped-call]  # the library's
        with _served(metrics, registry):
            yield Shared(folder)


@contextlib.contextmanager
def figures_of_this_process(metrics: Metrics) -> Iterator[None]:
    """Serve the figures of this process alone, for a worker."""
    if not metrics.port:
        yield
        return
    with _served(metrics, REGISTRY):
        yield


@contextlib.contextmanager
def _served(metrics: Metrics, registry: CollectorRegistry) -> Iterator[None]:
    try:
        server, thread = start_http_server(metrics.port, metrics.host, registry)
    except OSError as error:
        port = str(metrics.port)
        raise NotConfigured(msg("The figures cannot be served on port %(port)s: it is taken.", port=port)) from error
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=1)
