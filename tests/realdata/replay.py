"""A council's meetings given to the register over HTTP, as the secretary's own program would do it, and read back."""

from typing import Any
from uuid import uuid4

import httpx
import msgspec

from tests.realdata.council import Held, Motion

_EVERY = "/api/v1/meetings"
CHOICES = {"yes", "no"}


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting as it came back, in the words of the source."""

    id: str
    present: set[str]
    votes: dict[str, dict[str, str]]
    """By the number of the item and the member."""
    aside: dict[str, set[str]]
    did: dict[str, set[str]]
    pointed_out: dict[str, set[str]]
    titles: dict[str, str]


class Secretary:
    """The program of the secretary of one meeting."""

    def __init__(self, client: httpx.AsyncClient, meeting: str) -> None:
        self.client, self.id, self.here = client, meeting, f"{_EVERY}/{meeting}"
        self.people: dict[str, str] = {}
        self.delegations: dict[str, str] = {}
        self.calls = 0

    async def send(self, method: str, address: str, body: Any = None, **headers: str) -> httpx.Response:
        """A request that is expected to succeed."""
        self.calls += 1
        said: dict[str, Any] = {"content": body} if isinstance(body, bytes) else {"json": body} if body else {}
        answer = await self.client.request(method, f"{self.here}{address}", headers=headers, **said)
        assert answer.is_success, (method, address, body, answer.status_code, answer.text)
        return answer

    async def once(self, address: str, body: Any) -> str:
        """Something new; its id."""
        made = (await self.send("POST", address, body, **{"idempotency-key": str(uuid4())})).json()
        return str(made["id"])

    async def prepare(self, held: Held) -> None:
        """Sitting, members with the seat that each of them votes for, and the list of those who attended."""
        day = held.day.isoformat()
        moments = {"starts_at": f"{day}T18:00:00Z", "ends_at": f"{day}T23:00:00Z"}
        await self.send("POST", "/sittings", moments)
        lines = ["Delegation;Credentials;Right to vote;Type;Function;Family name"]
        lines += [f"Seat of {name};accepted;yes;representative;head;{name}" for name in held.members]
        looked = (await self.send("POST", "/participant-lists", "\n".join(lines).encode())).json()
        assert (looked["added"], looked["faults"]) == (len(held.members), []), looked
        await self.send("POST", f"/participant-lists/{looked['id']}/commit")
        for each in (await self.send("GET", "/participants")).json()["items"]:
            self.people[each["family_name"]], self.delegations[each["family_name"]] = each["id"], each["delegation"]
        for name, delegation in self.delegations.items():
            await self.send("POST", f"/delegations/{delegation}/votes", {"participant": self.people[name]})
        await self.send("POST", "/opening")
        for name in held.present:
            await self.send("PUT", f"/participants/{self.people[name]}/acknowledgement", {"signed": "list"})

    async def run(self, motion: Motion, present: tuple[str, ...]) -> None:
        """An item from the agenda to its end; disclosure is called for where somebody stood aside."""
        said = {
            "number": motion.number,
            "titles": {"en": motion.title},
            "decision": "other" if motion.votes else "none",
            "vote": "show" if motion.votes else "none",
        }
        item = await self.once("/agenda", said)
        if motion.recused:
            await self._step(item, "call")
            for name in present:
                await self._disclose(item, name, motion)
        if motion.votes:
            tag = (await self.send("GET", f"/agenda/{item}")).headers["etag"]
            await self.send("POST", f"/items/{item}/vote", **{"if-match": tag})
            votes = [{"delegation": self.delegations[name], "choice": choice} for name, choice in motion.votes.items()]
            assert (await self.send("POST", f"/items/{item}/votes", {"votes": votes})).json() == {"votes": len(votes)}
        await self._step(item, "end")

    async def _step(self, item: str, step: str) -> None:
        tag = (await self.send("GET", f"/agenda/{item}")).headers["etag"]
        await self.send("POST", f"/agenda/{item}/{step}", **{"if-match": tag})

    async def _disclose(self, item: str, name: str, motion: Motion) -> None:
        """What was said aloud: an interest of whoever stood aside; of everyone else the source tells of none."""
        stands = name in motion.recused
        said = {"stance": "something", "levels": ["other"], "medium": "aloud"} if stands else {"stance": "nothing"}
        answer = {"medium": "list", **said, "item": item, "participant": self.people[name], "client_key": str(uuid4())}
        await self.send("POST", "/answers", answer)
        if stands:
            told = {"participant": self.people[name], "measure": "leaves"}
            aside = (await self.send("POST", f"/items/{item}/asides", told)).json()["id"]
            voted = name in motion.votes
            done = {"did": "speaks_and_votes" if voted else "leaves"}
            await self.send("PUT", f"/items/{item}/asides/{aside}", done)

    async def complete(self) -> None:
        """Nothing comes after it."""
        tag = (await self.send("GET", "")).headers["etag"]
        await self.send("POST", "/completion", {"despite": True}, **{"if-match": tag})

    async def read_back(self) -> Replayed:
        """What the register says of the meeting now."""
        names = {identifier: name for name, identifier in self.people.items()}
        seats = {identifier: name for name, identifier in self.delegations.items()}
        found = Replayed(id=self.id, present=set(), votes={}, aside={}, did={}, pointed_out={}, titles={})
        for each in (await self.send("GET", "/participants")).json()["items"]:
            found.present.update([each["family_name"]] if each["acknowledged_at"] else [])
        for item in (await self.send("GET", "/agenda")).json()["items"]:
            number, led = item["number"], (await self.send("GET", f"/items/{item['id']}/disclosures")).json()
            found.titles[number] = item["titles"]["en"]
            found.votes[number] = {seats[vote["delegation"]]: vote["choice"] for vote in led["votes"]}
            found.pointed_out[number] = {seats[vote["delegation"]] for vote in led["votes"] if vote["stood_aside"]}
            found.aside[number] = {names[aside["participant"]] for aside in led["asides"]}
            found.did[number] = {names[aside["participant"]] for aside in led["asides"] if aside["did"]}
        return found


async def replayed(office: httpx.AsyncClient, secretary: httpx.AsyncClient, address: str, held: Held) -> Secretary:
    """A meeting from being set up to its completion; whoever did it, to read back."""
    day = held.day.isoformat()
    told = {
        "body": "City Council",
        "title": f"Meeting of {day}",
        "code": "own",
        "own_rules": "Rules of procedure of the council",
        "starts_on": day,
        "ends_on": day,
        "languages": ["en"],
        "secretary": address,
    }
    made = await office.post(_EVERY, json=told, headers={"idempotency-key": str(uuid4())})
    assert made.status_code == 201, made.text
    keeps = Secretary(secretary, made.json()["id"])
    await keeps.prepare(held)
    for motion in held.motions:
        await keeps.run(motion, held.present)
    await keeps.complete()
    return keeps
