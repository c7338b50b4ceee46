"""What the pages of periodic reports show, and the words that they share."""

from collections.abc import Mapping
from typing import Any

from litestar import Response

from declarations.codes.bands import Band, band_label
from declarations.codes.labels import label
from register.access.guards import AnyRequest, identity_of
from register.access.policy import permits
from register.access.service.confirming import needs_password
from register.kernel.errors import Conflict
from register.kernel.form import Form
from register.kernel.i18n import LOCALES, Message, current_locale, msg, pmsg
from register.kernel.message import OfWords
from register.web.rendering import render
from reports.periodic.book.bound import Bound
from reports.periodic.book.method import counted, withheld
from reports.periodic.book.seal import facts_of
from reports.periodic.files import FILES
from reports.periodic.forms import DECISIONS, FIELDS, LINES
from reports.periodic.model import Published
from reports.periodic.reading import key_figures
from reports.periodic.service.reading import Opened
from reports.periodic.shown import corrected, shown
from reports.periodic.stored import Report, Status
from reports.periodic.words import CLASSIFICATION, CORRECTED_NUMBERS, NOTHING_CORRECTED, PROFILES
from reports.words import DISPOSITIONS

STATUSES: Mapping[str, tuple[Message, str]] = {
    Status.DRAFT: (pmsg("status of a report", "Draft"), "quiet"),
    Status.FROZEN: (pmsg("status of a report", "Waits for a second person"), "waits"),
    Status.RELEASED: (pmsg("status of a report", "Released"), "good"),
    Status.SET_ASIDE: (pmsg("status of a report", "Set aside"), "bad"),
}
"""Each with the tone of its tag."""
MOST_LISTED = 100
"""Gifts of the annex on the page; the workbook and the files hold all."""


def words_of_list() -> dict[str, Any]:
    """Words of profiles and statuses, for every template, and what the office calls a report."""
    return {"profiles": PROFILES, "statuses": STATUSES, "titled": titled}


def titled(report: Report) -> tuple[str, str]:
    """The title that the office gave a report and its language: the reader’s, else the first; empty without one."""
    titles = {tag: report.written.get(tag, {}).get("title", "") for tag in LOCALES}
    return OfWords({tag: title for tag, title in titles.items() if title}).in_language(current_locale().tag)


async def report_page(
    request: AnyRequest,
    found: Opened,
    form: Form | None = None,
    status: int = 200,
    changed: Conflict | None = None,
    *,
    is_public: bool = False,
) -> Response[str]:
    """One report with what its reader may do with it; `changed` says why something was not done."""
    who, tag = identity_of(request), current_locale().tag
    releases = not is_public and _releases(request, found.report)
    bound = Bound(
        found.said, current_locale(), "", is_released=found.report.status == Status.RELEASED, beside=found.beside
    )
    return render(
        request,
        "periodic/report.html",
        status,
        found=found,
        report=found.report,
        said=found.said,
        texts={name: found.said.texts.get(tag, {}).get(name, "") for name in FIELDS},
        correction=found.said.correction.get(tag, ""),
        corrected=corrected(found.said),
        corrected_numbers=CORRECTED_NUMBERS,
        nothing_corrected=NOTHING_CORRECTED,
        figures=key_figures(found.said),
        tables=shown(found.said),
        base=f"{'/public' if is_public else ''}/reports/{found.report.id}",
        form=form or Form(),
        changed=changed,
        warning=bound.warning,
        is_public=is_public,
        prepares=not is_public and permits(who, "report.prepare"),
        releases=releases,
        needs_password=releases and await needs_password(who),
        unwritten=unwritten(found.report),
        how_much=how_much(found.said),
        classification=CLASSIFICATION[found.report.profile],
        decided=decided_in(found.report, tag),
        decisions=DECISIONS,
        fields=FIELDS,
        files=FILES,
        tongues=list(LOCALES.values()),
        method=[*counted(bound), *withheld(bound)],
        seal=list(facts_of(bound)),
        most_listed=MOST_LISTED,
        word=label,
        band=lambda parts: band_label(Band(*parts)),
        dispositions=DISPOSITIONS,
        **words_of_list(),
    )


def decided_in(report: Report, tag: str) -> list[tuple[str, str]]:
    """The words of the decision with their language: those of the reader, else all that there are."""
    said = {each: words for each in LOCALES if (words := report.decision.get(each))}
    return [(tag, said[tag])] if tag in said else list(said.items())


def _releases(request: AnyRequest, report: Report) -> bool:
    """Whether this person may release it: somebody who neither wrote nor froze it."""
    who = identity_of(request)
    first = {report.prepared_by, report.frozen_by}
    return report.status == Status.FROZEN and permits(who, "report.release") and who.person not in first


def how_much(said: Published) -> Message:
    """How much of a draft is withheld, for whoever chooses the threshold."""
    shown = sum(1 for table in said.tables for _, number in table.cells() if number)
    return msg(
        "Numbers of the period other than nought: %(all)s; of these withheld: %(withheld)s. The smallest number that is"
        " shown is %(threshold)s; a smaller one withholds less.",
        all=shown + len(said.withheld),
        withheld=len(said.withheld),
        threshold=said.threshold,
    )


def unwritten(report: Report) -> list[tuple[str, Message]]:
    """Texts of a draft that some languages have and others lack: the language, and what is lacking."""
    written = report.written
    begun = {name for texts in written.values() for name, said in texts.items() if said}
    return [
        (tag, FIELDS[name])
        for tag in LOCALES
        for name in FIELDS
        if name in begun | {"title"} and not written.get(tag, {}).get(name)
    ]


def texts_page(
    request: AnyRequest, found: Opened, form: Form, status: int = 200, changed: Conflict | None = None
) -> Response[str]:
    """The form of a draft."""
    return render(
        request,
        "periodic/texts.html",
        status,
        report=found.report,
        form=form,
        changed=changed,
        fields=FIELDS,
        lines=LINES,
        tongues=list(LOCALES.values()),
        **words_of_list(),
    )
