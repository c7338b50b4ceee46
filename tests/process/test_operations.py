"""What the operators see: figures of all serving processes together, a log of objects, never what was said."""

import json
import logging
import re
import time
import urllib.request
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]  # its stubs are not pinned
from prometheus_client.metrics import MetricWrapperBase

from register.kernel.errors import NotConfigured
from register.operations import figures
from register.operations.alive import is_well, works
from register.operations.logs import JsonLines, Lines, configure, request_id
from register.settings import Log
from tests.process.serving import free_port, serving

ROOT = Path(__file__).resolve().parents[2]
_WORDS = "a-bracelet-of-gold"
_LAST = 'register_requests_total{method="GET",route="-",status="404"}'


def _read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
        return str(answer.read().decode())


def test_figures_and_log_say_the_route_and_never_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    wished = {
        "REGISTER_METRICS_PORT": str(port),
        "REGISTER_LOG_FORMAT": "json",
        "REGISTER_LOG_REQUESTS": "true",
        "REGISTER_WORKERS": "2",
    }
    for name, value in wished.items():
        monkeypatch.setenv(name, value)
    with serving(tmp_path, keep=tuple(wished)) as register:
        register.wait_until_ready(120)
        for _ in range(8):  # whichever process answers
            assert register.get(f"/sign-in?next=/{_WORDS}") == 200
        register.get(f"/desk/{_WORDS}?q={_WORDS}")  # leads to the ninth page for signing in
        assert register.get(f"/{_WORDS}") == 404
        address = f"http://127.0.0.1:{port}/metrics"
        deadline = time.monotonic() + 120
        while not is_well(address) or _LAST not in (figures := _read(address)):
            assert time.monotonic() < deadline, "the background work goes on, and what was answered is counted"
            time.sleep(0.2)
        assert register.get("/metrics") == 404, "no visitor of the register reaches them"
    assert 'register_requests_total{method="GET",route="/sign-in",status="200"} 9.0' in figures, "of both processes"
    assert 'route="/desk/{reference}"' in figures
    said = [json.loads(line) for line in register.output().splitlines() if line.startswith("{")]
    asked = [line for line in said if line["logger"] == "register.requests"]
    assert {"at", "level", "request", "method", "route", "status", "ms"} <= set(asked[0])
    assert _WORDS not in figures + register.output()
    assert "readyz" not in register.output(), "checks of health are not news"


def test_of_an_error_the_log_says_the_kind_and_not_the_words() -> None:
    failure = (ValueError, ValueError(_WORDS), None)
    record = logging.LogRecord("register", logging.ERROR, __file__, 1, "it failed", None, failure)
    token = request_id.set("0123")
    said = json.loads(JsonLines().format(record))
    request_id.reset(token)
    assert (said["error"], said["request"], said["message"]) == ("ValueError", "0123", "it failed")
    text = Lines().format(record)
    assert "ValueError" in text
    assert _WORDS not in text + json.dumps(said)
    record.exc_text = None
    assert _WORDS in logging.Formatter().format(record), "the control: an ordinary formatter tells all"


def test_an_unknown_form_of_the_log_is_refused() -> None:
    with pytest.raises(NotConfigured):
        configure(Log(format="xml"))


def test_a_worker_whose_rounds_have_stopped_is_not_well() -> None:
    figures = "\n".join(
        f'register_last_round_timestamp_seconds{{work="{name}"}} 1e+09' for name in ("sealer", "mailer")
    )
    assert works(figures, 1e9 + 60)
    assert not works(figures, 1e9 + 600)
    assert not works(figures.replace("mailer", "other"), 1e9 + 60)
    assert not is_well(f"http://127.0.0.1:{free_port()}/readyz")


def _named(text: str) -> set[str]:
    """The figures that a text names, without the endings that Prometheus adds."""
    return {re.sub(r"_(total|bucket|sum|count)$", "", name) for name in re.findall(r"\bregister_[a-z_]+", text)}


def test_every_figure_that_alerts_and_guide_name_is_served_and_described() -> None:
    served = {each._name for each in vars(figures).values() if isinstance(each, MetricWrapperBase)}
    alerts = yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text(encoding="utf-8"))
    rules = [rule for group in alerts["groups"] for rule in group["rules"]]
    assert _named(" ".join(rule["expr"] for rule in rules)) <= served
    guide = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    table = "\n".join(line for line in guide.splitlines() if line.startswith("| `register_"))
    assert _named(table) == served
    assert not _named("register_gold_total > 1") <= served, "the control"
