"""`register what-if`."""

import sys
from datetime import date, datetime
from pathlib import Path

import click
from tqdm import tqdm

from declarations.codes.adopted import library_in
from declarations.codes.library import Library, profile_from_file
from declarations.codes.model import Profile
from declarations.codes.reading import NotLoadable
from declarations.whatif.model import Answer, By, Tally, answer_of
from declarations.whatif.service.running import WHAT_IF, Progress, look_over
from declarations.whatif.views import class_label, effect_label, kind_label, told, unit_named
from register.kernel.db import transaction
from register.kernel.errors import Invalid
from register.kernel.i18n import Message, msg, say
from register.kernel.running import Runner

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("what-if")
@click.argument("file", metavar="PROFILE.toml", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "since", metavar="DATE", type=_DAY, help="First day; the beginning where none is given.")
@click.option("--to", "until", metavar="DATE", type=_DAY, help="Last day; the present where none is given.")
@click.option("--by", type=click.Choice(list(By)), default=By.EVENT, show_default=True, help="Which day counts.")
@click.pass_obj
def what_if_command(runner: Runner, file: Path, since: datetime | None, until: datetime | None, by: str) -> None:
    """Try the newest version of a profile file over the register, in the place of the profile of the same name.

    Counts are rounded down to fives; no declaration is named, nothing is kept, and nothing comes into force.
    """
    period = (By(by), since.date() if since else None, until.date() if until else None)
    with tqdm(total=None, unit=" declarations", disable=not sys.stderr.isatty(), file=sys.stderr, leave=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        tally = runner.run(lambda: tried(file, period, progress))
    for sentence in lines(answer_of(tally, is_rounded=True)):
        click.echo(say(sentence))


async def tried(file: Path, period: tuple[By, date | None, date | None], progress: Progress) -> Tally:
    """What a profile file would have changed. Raises Invalid where it cannot be used."""
    async with transaction(WHAT_IF) as tx:
        library = await library_in(tx)
    found = _profile(file, library)
    return await look_over(library, library.profiles[found.name], found.versions[-1], period, progress)


def _profile(file: Path, library: Library) -> Profile:
    try:
        tried = profile_from_file(file, library)
    except NotLoadable as error:
        raise Invalid(msg("The profile cannot be used: %(reason)s", reason=str(error))) from error
    if tried.name not in library.profiles:
        raise Invalid(msg("There is no profile of this name."))
    return tried


def lines(answer: Answer) -> list[Message]:
    """What came out, line by line."""
    return [
        msg(
            "Declarations judged: %(judged)s; with another effect: %(changed)s; no longer readable: %(unreadable)s.",
            judged=told(answer.judged),
            changed=told(answer.changed),
            unreadable=told(answer.unreadable),
        ),
        *(
            msg(
                "%(kind)s, from “%(before)s” to “%(after)s”: %(many)s",
                kind=kind_label(move.kind),
                before=effect_label(move.before),
                after=effect_label(move.after),
                many=told(move.many),
            )
            for move in answer.moves
        ),
        *(
            msg(
                "%(kind)s, reviewed as “%(after)s” in the place of “%(before)s”: %(many)s",
                kind=kind_label(move.kind),
                before=class_label(move.before),
                after=class_label(move.after),
                many=told(move.many),
            )
            for move in answer.classes
        ),
        *(
            msg(
                "%(kind)s, %(unit)s: judged %(judged)s, with another effect %(changed)s,"
                " with another class of review %(reclassed)s",
                kind=kind_label(cell.kind),
                unit=unit_named(cell.unit),
                judged=told(cell.judged),
                changed=told(cell.changed),
                reclassed=told(cell.reclassed),
            )
            for cell in answer.cells
        ),
    ]
