"""One factory for each entity, with defaults that a reader need not look up. Rows are as the register makes them."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

import asyncpg

from declarations.codes.vocabulary import GiverRelation, GiverType
from declarations.filing.model import Declaration, GiftDetails
from declarations.filing.service.filing import FilingCommand, file_declaration
from declarations.parties.model import PartyRow
from declarations.parties.service import load_rows
from register.kernel import clock
from register.kernel.identity import Identity, service
from register.kernel.ids import new_id
from register.kernel.names import forms_of, forms_of_person

_numbers = count(1)
_DERIVED = {"declarant", "assistant", "recorded_delegate", "meeting_secretary", "presiding_officer"}


@dataclass
class World:
    """Makes persons, links and declarations; `superuser` writes what only administrators or files would."""

    superuser: asyncpg.Connection

    async def person(
        self,
        *roles: str,
        first_name: str = "Amina",
        family_name: str = "Haddad",
        capacity: str = "staff",
        supervisor: Identity | None = None,
        unit: str = "Water Policy",
        language: str = "en",
        account: bool = True,
    ) -> Identity:
        """A person with an account and the roles; everyone is a declarant too."""
        made, number = new_id(), next(_numbers)
        execute = self.superuser.execute
        above = supervisor.person if supervisor else None
        await execute("insert into unit (id, name) values ($1, $2) on conflict do nothing", new_id(), unit)
        await execute(
            "insert into person"
            " (id, email, family_name, first_name, unit, supervisor, language, languages_read, active)"
            " values ($1, $2, $3, $4, (select id from unit where name = $5), $6, $7, $8, true)",
            made,
            f"person{number}@example.org",
            family_name,
            first_name,
            unit,
            above,
            language,
            [language],
        )
        await execute(
            "insert into known_name (id, kind, subject, form) select gen_random_uuid(), 'person', $1, form"
            " from unnest($2::text[]) as form union all select gen_random_uuid(), 'unit', u.id, form"
            " from unit u cross join unnest($4::text[]) as form where u.name = $3",
            made,
            sorted(forms_of_person(first_name, family_name)),
            unit,
            sorted({form for form, _ in forms_of(unit)}),
        )
        await execute(
            "insert into person_capacity (id, person, capacity, since) values ($1, $2, $3, date '2010-01-01')",
            new_id(),
            made,
            capacity,
        )
        if account:
            await execute("insert into account (person) values ($1)", made)
        for role in set(roles) - _DERIVED:
            await execute("insert into role_grant (id, person, role) values ($1, $2, $3)", new_id(), made, role)
        held = frozenset({"declarant", *roles})
        name = f"{first_name} {family_name}"
        return Identity(person=made, roles=held, name=name, capacity=capacity, locale=language)

    async def assistant(self, of: Identity, **person: Any) -> Identity:
        """A person who files for another."""
        made = await self.person("assistant", first_name="Tomás", family_name="Quiroga", **person)
        await self.superuser.execute(
            "insert into assistant_link (id, assistant, principal) values ($1, $2, $3)",
            new_id(),
            made.person,
            of.person,
        )
        return made

    async def delegate(self, **person: Any) -> Identity:
        """A person who decides in the place of the executive head, from last month to next."""
        made = await self.person("recorded_delegate", first_name="Ingrid", family_name="Sørensen", **person)
        await self.superuser.execute(
            "insert into delegation (id, delegate, since, until, instrument) values ($1, $2, $3, $4, 'OD 2026/3')",
            new_id(),
            made.person,
            clock.today() - timedelta(days=30),
            clock.today() + timedelta(days=30),
        )
        return made

    async def party(
        self, name: str = "Nile Instruments Ltd", giver_type: str = "commercial", relation: str = "vendor"
    ) -> UUID:
        """A giver in the directory."""
        row = PartyRow(name_en=name, giver_type=GiverType(giver_type), country="EG", relation=GiverRelation(relation))
        await load_rows(service("loader"), [row], source_list="vendors")
        found: UUID = await self.superuser.fetchval("select id from party where key = $1", row.key)
        return found

    async def declaration(self, by: Identity, command: FilingCommand | None = None, **facts: Any) -> Declaration:
        """A filed gift; by default one of 45 dollars from a firm, received three days ago."""
        return await file_declaration(by, command or gift_command(**facts))


def gift_facts(**facts: Any) -> dict[str, Any]:
    """The facts of an ordinary gift: a firm without relation gave something worth 45 dollars three days ago."""
    day = (clock.today() - timedelta(days=3)).isoformat()
    ordinary: dict[str, Any] = {
        "direction": "received",
        "category": "gift",
        "giver_type": "commercial",
        "giver_relation": "none",
        "value": {"amount": "45.00", "currency": "USD"},
        "event_date": day,
        "aware_date": day,
        "recipient": "self",
        "official_function": False,
        "usual_courtesy": False,
        "unusual": False,
        "refusal_would_embarrass": False,
        "in_return_for_act": False,
        "could_appear_as_influence": False,
        "through_intermediary": False,
        "related_to_assignment": False,
    }
    return ordinary | facts


def gift_command(
    *,
    declarant: Identity | None = None,
    description: str = "A fountain pen in a case",
    giver_name: str = "Delta Pumps Company",
    party: UUID | None = None,
    key: str | None = None,
    language: str = "en",
    **facts: Any,
) -> FilingCommand:
    """A gift as a person would file it."""
    return FilingCommand(
        facts=gift_facts(**facts),
        details=GiftDetails(description=description, giver_name=giver_name, circumstances="After a site visit"),
        declarant=declarant.person if declarant else None,
        party=party,
        language=language,
        attested=True,
        idempotency_key=key,
    )
