"""`register import`."""

import sys
from pathlib import Path

import click
import msgspec
from tqdm import tqdm

from declarations.codes.labels import label
from declarations.codes.vocabulary import Kind
from declarations.legacy.errors_book import reasons_by_row, write_errors
from declarations.legacy.files import read_file, refusal
from declarations.legacy.importable import IMPORTABLE
from declarations.legacy.limits import BYTES_OF_FILE
from declarations.legacy.mapping import ColumnMapping, table_in
from declarations.legacy.mapping_file import read_mapping, write_mapping
from declarations.legacy.service.looking import Looked
from declarations.legacy.service.runs import import_file
from declarations.legacy.suggesting import other_sheets, suggest_mapping
from declarations.legacy.understood import OutcomeWord
from register.kernel.i18n import Message, msg, say
from register.kernel.running import Runner

_FIRST_REASONS = 5


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--kind", type=click.Choice(list(IMPORTABLE)), help="What the register holds; gift where nothing is said."
)
@click.option("--map", "map_file", type=click.Path(dir_okay=False, path_type=Path), help="How its columns are read.")
@click.option("--register", "name", help="Name of the register; the name of the file where none is given.")
@click.option("--withdraw", is_flag=True, help="The file is the whole next edition, though it holds few entries.")
@click.option("--commit/--dry-run", default=False, help="Import it; without this it is only looked at.")
@click.pass_obj
def import_command(
    runner: Runner,
    file: Path,
    kind: str | None,
    map_file: Path | None,
    name: str | None,
    *,
    withdraw: bool,
    commit: bool,
) -> None:
    """Look at an older register in FILE (.xlsx or .csv); --commit imports all of it in one step, or nothing."""
    if file.stat().st_size > BYTES_OF_FILE:
        raise refusal("too_large")
    place = runner.place()  # before anything is written down beside the file
    mapping = _mapping(file, kind, map_file, name)
    click.echo(say(msg("The register is in %(folder)s.", folder=place)))
    with tqdm(total=None, unit=" rows", disable=not sys.stderr.isatty(), file=sys.stderr, leave=False) as bar:

        def progress(done: int) -> None:
            bar.update(done - bar.n)

        looked = runner.run(
            lambda: import_file(
                file.name, file.read_bytes(), mapping, dry_run=not commit, progress=progress, withdraw=withdraw
            )
        )
    if not commit:
        _show(looked)
    for sentence in told(looked, dry_run=not commit):
        click.echo(say(sentence))
    if looked.found.refused:
        beside = file.with_name(f"{file.stem}-not-imported.xlsx")
        write_errors(looked.found, beside)
        click.echo(say(msg("The rows that are not imported, with the reasons: %(file)s", file=str(beside))))
    if commit and looked.plan and looked.plan.refused and looked.plan.changes_nothing:
        for row, reasons in list(reasons_by_row(looked.found).items())[:_FIRST_REASONS]:
            click.echo(f"{say(msg('Row'))} {row}: {'; '.join(reasons)}", err=True)
        raise click.exceptions.Exit(1)


def _mapping(file: Path, kind: str | None, map_file: Path | None, name: str | None) -> ColumnMapping:
    """The mapping that is given, else the one that the file suggests, which is written down for correction."""
    written = map_file or file.with_name(f"{file.stem}-mapping.toml")
    if written.exists():
        given = read_mapping(written.read_text(encoding="utf-8"))
        click.echo(say(msg("The columns are read as %(file)s says.", file=str(written))))
        wishes = {"kind": kind, "register": name and name[:120]}
        return msgspec.structs.replace(given, **{wish: said for wish, said in wishes.items() if said})
    book = read_file(file)
    suggested = suggest_mapping(book, (name or file.stem)[:120], kind or Kind.GIFT)
    written.write_text(
        write_mapping(suggested, table_in(suggested, book), other_sheets(book, suggested)), encoding="utf-8"
    )
    click.echo(say(msg("How the columns are read stands in %(file)s; correct it there.", file=str(written))))
    return suggested


def _show(looked: Looked) -> None:
    """The first entries as they will be stored: the field, what is stored, and in brackets what the row says."""
    for entry in looked.found.first:
        click.echo(say(msg("Row %(row)s will be stored as:", row=entry.row)))
        for field in entry.fields:
            stored = " | ".join(field.stored) or say(msg("Not said"))
            click.echo(f"  {say(field.name):<28} {stored}" + (f"  [{field.source}]" if field.source else ""))
    if looked.registers and looked.found.mapping.register not in looked.registers:
        names = "; ".join(looked.registers)
        click.echo(say(msg("This is a new register. Registers that are here: %(names)s", names=names)))


def outcome_said(outcome: OutcomeWord) -> Message:
    """How a word for what became of gifts is understood."""
    if outcome.decision is None:
        return msg(
            "“%(word)s” (rows: %(rows)s) stands for no decision; it is kept as a word.",
            word=outcome.word,
            rows=outcome.rows,
        )
    return msg(
        "“%(word)s” (rows: %(rows)s) is read as the decision: %(decision)s",
        word=outcome.word,
        rows=outcome.rows,
        decision=label("decision", outcome.decision),
    )


def told(looked: Looked, *, dry_run: bool) -> list[Message]:
    """What was, or would be, imported."""
    planned = looked.plan
    if planned is None:
        return []
    values = {
        "rows": planned.rows,
        "refused": len(planned.refused),
        "added": planned.count("added"),
        "changed": planned.count("changed") + planned.count("restored"),
        "withdrawn": len(planned.withdrawn),
        "unchanged": planned.count("unchanged"),
    }
    sentences = [
        msg(
            "Rows: %(rows)s, added: %(added)s, changed: %(changed)s, withdrawn: %(withdrawn)s,"
            " unchanged: %(unchanged)s, not imported: %(refused)s.",
            **values,
        )
    ]
    known = looked.found.understood
    sentences += [each.said for each in (known.currencies, known.decimals) if each]
    if dry_run:
        sentences += [outcome_said(each) for each in known.outcomes]
        sentences.append(msg("Nothing was imported. This is what the import would do; --commit does it."))
    return sentences
