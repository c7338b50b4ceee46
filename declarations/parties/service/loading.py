"""The directory at work: suggesting a giver while somebody types, loading lists, taking over an organisation."""

from pathlib import Path
from uuid import UUID

from declarations.parties import store
from declarations.parties.model import PROMOTED, LoadReport, Party, PartyRow, PartySuggestion
from declarations.parties.names import forms_of, search_form
from declarations.parties.party_file import read_party_file
from register.access.policy import permits
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import BadRequest, FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.locales import current_locale
from register.kernel.text import NotTextError, TextError, read_line

SHORTEST = 2
"""Letters before anything is suggested."""
MOST_SUGGESTIONS = 8
_MOST_FOUND = 60
_MOST_OWN = 500
_LONGEST_LIST = 80


async def suggest(identity: Identity, typed: str) -> list[PartySuggestion]:
    """Who may be meant by the beginning of a name: the directory, and what the person themselves typed before.

    Nothing of other people's declarations takes part, so that nobody learns from a suggestion who gave to whom.
    """
    if not permits(identity, "party.suggest"):
        raise NotFound
    form = _form(typed)
    if len(form) < SHORTEST:
        return []
    async with transaction(identity) as tx:
        own = await _own(tx, form)
        found = await store.found_by(tx, form, _MOST_FOUND)
    tag = current_locale().tag
    ordered = sorted(found, key=lambda pair: (pair[1], search_form(pair[0].name(tag))))
    return [*own, *(_suggested(party, tag) for party, _ in ordered)][:MOST_SUGGESTIONS]


def _form(typed: str) -> str:
    try:
        return search_form(read_line(typed))
    except (NotTextError, TextError):
        return ""


async def _own(tx: Transaction, form: str) -> list[PartySuggestion]:
    return [
        PartySuggestion(
            name=row["party_name"], source="own", giver_type=row["giver_type"], relation=row["giver_relation"]
        )
        for row in await store.own_earlier(tx, _MOST_OWN)
        if any(found.startswith(form) for found, _ in forms_of(row["party_name"]))
    ][: MOST_SUGGESTIONS // 2]


def _suggested(party: Party, tag: str) -> PartySuggestion:
    return PartySuggestion(
        name=party.name(tag),
        source="directory",
        party=party.id,
        giver_type=party.giver_type,
        relation=party.relation,
        country=party.country,
    )


async def load_file(identity: Identity, path: Path, *, source_list: str, replace: bool = False) -> LoadReport:
    """Bring a CSV or XLSX file into the directory. Raises Invalid with every fault by row; then nothing is loaded."""
    return await load_rows(identity, read_party_file(path), source_list=source_list, replace=replace)


@retry_serialization
async def load_rows(identity: Identity, rows: list[PartyRow], *, source_list: str, replace: bool = False) -> LoadReport:
    """Make the directory say what the rows say; repeated, it changes nothing.

    With `replace` the rows are the whole of their list: what it no longer names is retired, and suggested no more.
    """
    _refuse_stranger(identity, "party.load")
    name = _list_name(source_list)
    async with transaction(identity) as tx:
        known = await store.locked_parties(tx)
        added = [row for row in rows if row.key not in known]
        changed = [
            (known[row.key].id, row) for row in rows if row.key in known and not _says(known[row.key], row, name)
        ]
        await store.add(tx, added, name)
        await store.change(tx, changed, name)
        retired = await store.retire(tx, name, [row.key for row in rows]) if replace else 0
    return LoadReport(len(added), len(changed), len(rows) - len(added) - len(changed), retired)


async def promote(identity: Identity, row: PartyRow) -> UUID:
    """Take an organisation over from a declaration, so that it is suggested from now on; its id.

    An organisation that the directory has already keeps its id. Raises NotFound for whoever may not.
    """
    _refuse_stranger(identity, "party.promote")
    async with transaction(identity) as tx:
        known = (await store.locked_parties(tx)).get(row.key)
        return known.id if known else (await store.add(tx, [row], PROMOTED))[0]


def _refuse_stranger(identity: Identity, action: str) -> None:
    if identity.service != "loader" and not permits(identity, action):
        raise NotFound


def _list_name(source_list: str) -> str:
    try:
        name = read_line(source_list, _LONGEST_LIST)
    except NotTextError as error:
        raise BadRequest from error
    except TextError as error:
        raise Invalid(fields=[FieldError("list", error.message)]) from error
    if not name or name == PROMOTED:
        raise Invalid(fields=[FieldError("list", msg("Give the list another name."))])
    return name


def _says(party: Party, row: PartyRow, source_list: str) -> bool:
    """Whether the directory says already what a row says."""
    kept = ("name_en", "name_fr", "name_es", "name_ar", "aliases", "giver_type", "country", "relation")
    same = all(getattr(party, name) == getattr(row, name) for name in kept)
    return same and party.source_list == source_list and party.active
