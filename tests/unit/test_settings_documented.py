"""Every setting stands in the table of the deployment guide with its default; nothing else stands there."""

import re
from pathlib import Path
from typing import Any

import msgspec

from register.settings import Settings

DEPLOYMENT = Path(__file__).resolve().parents[2] / "docs" / "deployment.md"
ROW = re.compile(r"^\| `(?P<name>[a-z_.]+)` \| (?P<default>[^|]+?) \|", re.MULTILINE)


def shown(value: Any) -> str:
    """A default as the table writes it."""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return "empty" if value in ("", (), {}) else f"`{value}`"


def defaults(settings: msgspec.Struct, before: str = "") -> dict[str, str]:
    """Every setting by its full name, with its default as the table writes it."""
    found: dict[str, str] = {}
    for name in settings.__struct_fields__:
        value = getattr(settings, name)
        found |= defaults(value, f"{name}.") if isinstance(value, msgspec.Struct) else {f"{before}{name}": shown(value)}
    return found


def documented(text: str) -> dict[str, str]:
    """The rows of the section on settings."""
    section = text.split("\n## Settings\n")[1].split("\n## ", maxsplit=1)[0]
    return {row["name"]: row["default"] for row in ROW.finditer(section)}


def test_the_deployment_guide_names_every_setting_with_its_default() -> None:
    assert documented(DEPLOYMENT.read_text(encoding="utf-8")) == defaults(Settings())


def test_a_setting_that_is_left_out_or_has_another_default_is_found() -> None:
    text = DEPLOYMENT.read_text(encoding="utf-8")
    without = "\n".join(line for line in text.splitlines() if "`desk.review_days`" not in line)
    assert documented(without) != defaults(Settings())
    assert documented(text.replace("| `workers` | `1` |", "| `workers` | `2` |")) != defaults(Settings())
