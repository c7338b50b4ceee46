"""What the documentation names exists: files, headings, commands with their options, make targets, addresses, codes."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
import pytest

from declarations.codes.derived import DERIVED
from declarations.codes.engine import evaluate
from declarations.codes.facts import FORMS, parse_facts
from declarations.codes.library import profile_from_file, shipped
from declarations.codes.vocabulary import Kind
from declarations.parties.party_file import COLUMNS as PARTY_COLUMNS
from register.cli import register
from register.demonstration import SIGN_INS
from register.kernel.errors import RegisterError
from register.people.people_file import COLUMNS as PEOPLE_COLUMNS
from register.settings import Settings
from tests.applications import whole_demonstration

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")})
CODES, INTERFACE, COMMANDS = (ROOT / "docs" / name for name in ("codes.md", "interface.md", "command-line.md"))

_FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
_COMMAND = re.compile(r"(?:^|(?<=[\s/]))register (?P<words>[a-z][^|·]*)")
_ADDRESS = re.compile(r"(?:(?P<method>GET|POST|PATCH|DELETE) )?(?P<path>/[a-z0-9/{}_.-]*)")
_CURL = re.compile(r"\$REGISTER(?P<path>/[^\s?\"']*)")
_ELSEWHERE = ("/link/", "/etc/", "/dev/")
_FOLDERS = (
    "declarations/",
    "deploy/",
    "docs/",
    "locales/",
    "register/",
    "reports/",
    "requirements/",
    "scripts/",
    "tests/",
    "verifier/",
)


def snippets(text: str) -> Iterator[str]:
    """What is typed: each line of a block without a language, with its continuations joined, and each span."""
    for fence in _FENCE.finditer(text):
        if not fence["kind"]:
            yield from fence["text"].replace("\\\n", " ").splitlines()
    yield from _SPAN.findall(_FENCE.sub("", text))


def anchors(text: str) -> set[str]:
    """The addresses of the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-") for heading in headings}


def broken_links(page: Path, text: str) -> list[str]:
    """Relative links of a page that lead nowhere."""
    found = []
    for link in _LINK.findall(_FENCE.sub("", text)):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            found.append(link)
    return found


def wrong_command(line: str) -> str | None:
    """What of a command line does not exist: the command, or an option of it."""
    group: click.Command = register
    words = line.split()
    while isinstance(group, click.Group) and words and re.fullmatch(r"[a-z][a-z-]*", words[0]):
        known = group.get_command(click.Context(group), words[0])
        if known is None:
            return words[0]
        group, words = known, words[1:]
    options = {name for parameter in group.params for name in parameter.opts} | {"-h", "--help"}
    named = [found for word in words if (found := word.strip("[](),.;").split("=")[0]).startswith("--")]
    return next((name for name in named if name not in options), None)


def wrong_commands(text: str) -> list[str]:
    """Command lines of a page that cannot be typed."""
    lines = [found["words"] for snippet in snippets(text) for found in _COMMAND.finditer(snippet)]
    return [line for line in lines if wrong_command(line)]


def routes() -> set[tuple[str, str]]:
    """Method and path of everything that is served, the demonstration's own pages included."""
    return {
        (method, re.sub(r"\{[^}]*\}", "{}", route.path))
        for route in whole_demonstration().routes
        for handler in getattr(route, "route_handlers", ())
        for method in getattr(handler, "http_methods", ())
    }


def wrong_addresses(text: str, served: set[tuple[str, str]]) -> list[str]:
    """Addresses of a page under which nothing is served, or not for the method that stands before them."""
    found = []
    for snippet in snippets(text):
        if named := _ADDRESS.fullmatch(snippet.strip()):
            method, path = named["method"], re.sub(r"\{[^}]*\}", "{}", named["path"])
        elif called := _CURL.search(snippet):
            path = re.sub(r"\$[A-Z]+", "{}", called["path"])
            method = (re.search(r"-X ([A-Z]+)", snippet) or [None, "GET"])[1]
        else:
            continue
        fits = {each for each, address in served if address == path or (not method and address.startswith(f"{path}/"))}
        if not path.startswith(_ELSEWHERE) and (not fits or (method and method not in fits)):
            found.append(snippet)
    return found


def problems(error: type[RegisterError] = RegisterError) -> dict[str, str]:
    """The status of every code that an error of the register has, and of the two of the framework."""
    found = {"internal_error": "500", "method_not_allowed": "405"}
    for each in error.__subclasses__():
        if not each.__module__.startswith("tests"):
            found |= problems(each) | {each.code: str(each.status)}
    return found


def blocks(page: Path, kind: str) -> list[str]:
    """The blocks of a page in one language."""
    return [fence["text"] for fence in _FENCE.finditer(page.read_text(encoding="utf-8")) if fence["kind"] == kind]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
class TestEachPage:
    def test_every_link_leads_somewhere(self, page: Path) -> None:
        assert broken_links(page, page.read_text(encoding="utf-8")) == []

    def test_every_command_can_be_typed(self, page: Path) -> None:
        assert wrong_commands(page.read_text(encoding="utf-8")) == []

    def test_every_make_target_exists(self, page: Path) -> None:
        targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
        said = {name for snippet in snippets(page.read_text(encoding="utf-8")) for name in _made(snippet)}
        assert said <= targets

    def test_every_address_is_served(self, page: Path) -> None:
        assert wrong_addresses(page.read_text(encoding="utf-8"), routes()) == []

    def test_every_file_and_folder_that_is_named_is_there(self, page: Path) -> None:
        named = _SPAN.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))
        ours = [name for name in named if name.startswith(_FOLDERS) and " " not in name]
        assert [name for name in ours if not list(ROOT.glob(name.rstrip("/")))] == []


def _made(snippet: str) -> list[str]:
    return re.findall(r"^make ([a-z][a-z-]*)", snippet.strip())


def test_what_does_not_exist_is_found() -> None:
    page = ROOT / "README.md"
    assert broken_links(page, "[a](docs/none.md) [b](docs/README.md#none) [c](docs/README.md)") == [
        "docs/none.md",
        "docs/README.md#none",
    ]
    assert wrong_commands("`register fly` `register export --colour` `register keys burn` `register verify`") == [
        "fly",
        "export --colour",
        "keys burn",
    ]
    assert wrong_addresses("`/none` `DELETE /healthz` `GET /desk/{reference}`", routes()) == [
        "/none",
        "DELETE /healthz",
    ]
    block = "```\ncurl -X POST $REGISTER/api/v1/cases/$REFERENCE/taken\ncurl $REGISTER/api/v1/cases?show=mine\n```\n"
    assert wrong_addresses(block, routes()) == ["curl -X POST $REGISTER/api/v1/cases/$REFERENCE/taken"]


def test_every_sign_in_of_the_demonstration_is_described() -> None:
    told = set(re.findall(r"`([\w.]+@demo\.example)`", (ROOT / "docs" / "README.md").read_text(encoding="utf-8")))
    assert told == set(SIGN_INS)


def test_every_command_has_its_section() -> None:
    sections = set(re.findall(r"^## register (\S+)$", COMMANDS.read_text(encoding="utf-8"), re.MULTILINE))
    assert sections == set(register.list_commands(click.Context(register)))


def test_every_option_of_a_command_is_described() -> None:
    text = COMMANDS.read_text(encoding="utf-8")
    for name in register.list_commands(click.Context(register)):
        section = text.split(f"\n## register {name}\n", maxsplit=1)[1].split("\n## ", maxsplit=1)[0]
        command = register.get_command(click.Context(register), name)
        below = command.commands.values() if isinstance(command, click.Group) else [command]
        options = [parameter.opts for each in below if each for parameter in each.params]
        missing = [names for names in options if names[0].startswith("-") and not any(one in section for one in names)]
        assert missing == [], name


def test_every_column_of_a_file_is_described() -> None:
    spans = set(_SPAN.findall(COMMANDS.read_text(encoding="utf-8")))
    assert {*PEOPLE_COLUMNS, *PARTY_COLUMNS} <= spans


def test_the_table_of_problems_holds_every_code_with_its_status_and_no_other() -> None:
    section = INTERFACE.read_text(encoding="utf-8").split("\n## Errors\n", maxsplit=1)[1].split("\n## ", maxsplit=1)[0]
    table = dict(re.findall(r"^\| `([a-z_]+)` \| (\d{3}) \|", section, re.MULTILINE))
    assert table == problems()


def test_every_address_of_the_interface_is_in_its_description() -> None:
    text = INTERFACE.read_text(encoding="utf-8")
    below = {address for _, address in routes() if address.startswith("/api/v1/")}
    assert sorted(address for address in below if not _said(address, text)) == []


def _said(address: str, text: str) -> bool:
    """Whether the address stands there in full, or its last part where the table says "below it"."""
    in_full = re.escape(address).replace(r"\{\}", r"\{[a-z]+\}") + "`"
    return bool(re.search(in_full, text)) or f"`{address.rsplit('/', 1)[-1]}`" in text


def test_every_fact_of_a_gift_and_every_derived_fact_is_described() -> None:
    spans = set(_SPAN.findall(_FENCE.sub("", CODES.read_text(encoding="utf-8"))))
    assert {*FORMS[Kind.GIFT], *DERIVED} <= spans


def test_the_examples_of_a_profile_and_a_rule_load_and_come_out(tmp_path: Path) -> None:
    rule, profile = blocks(CODES, "toml")
    path = tmp_path / "example.toml"
    path.write_text(profile.replace("rules = [", 'rules = ["PRE-example-cash", ') + rule, encoding="utf-8")
    loaded = profile_from_file(path)
    example = tomllib.loads(rule)["rule"][0]["example"][0]
    found = evaluate(parse_facts(example["facts"]), loaded)
    assert (str(found.effect), found.findings[0].rule) == (example["effect"], "PRE-example-cash")


def test_the_facts_file_of_the_example_is_judged() -> None:
    (facts,) = blocks(CODES, "json")
    found = evaluate(parse_facts(msgspec.json.decode(facts)), shipped().profile("un-style"))
    assert [finding.rule for finding in found.findings] == ["ICSC-50"]


def test_the_shipped_choice_of_profiles_is_said() -> None:
    text = CODES.read_text(encoding="utf-8")
    assert all(f"`{name}` for" in text for name in shipped().regimes.values())


def test_every_variable_of_the_environment_that_is_named_is_read() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (*ROOT.glob("docker-compose.yml"), *_sources()))
    named = {
        name for page in PAGES for name in re.findall(r"`((?:REGISTER|DATABASE)_[A-Z_]+)", page.read_text("utf-8"))
    }
    settings = _settings()
    named = {name for name in named if name not in settings and name.removesuffix("_FILE") not in settings}
    assert {name for name in named if name not in sources} == set()


def _sources() -> Iterator[Path]:
    for folder in ("register", "reports", "tests/schema", "tests/realdata"):
        yield from (ROOT / folder).rglob("*.py")


def _settings() -> set[str]:
    """The variables that stand for settings."""
    found: set[str] = set()
    for name in Settings.__struct_fields__:
        below = getattr(Settings(), name)
        parts = [f"_{part}" for part in below.__struct_fields__] if isinstance(below, msgspec.Struct) else [""]
        found |= {f"REGISTER_{name}{part}".upper() for part in parts}
    return found
