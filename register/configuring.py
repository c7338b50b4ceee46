"""Handing the settings to the rooms, once, at start."""

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfoNotFoundError

import msgspec

from declarations.advice.service.carrying import AdviceCarrier
from declarations.advice.settings import AdviceSettings
from declarations.advice.settings import configure as configure_advice
from declarations.assets.service.changing import follow_change
from declarations.assets.settings import AssetSettings
from declarations.assets.settings import configure as configure_assets
from declarations.authorizations.service.looking import KeptPermits
from declarations.authorizations.settings import AuthorizationSettings
from declarations.authorizations.settings import configure as configure_authorizations
from declarations.codes.library import shipped
from declarations.codes.vocabulary import Capacity
from declarations.evidence.service.carrying import EvidenceCarrier
from declarations.evidence.settings import EvidenceSettings
from declarations.evidence.settings import configure as configure_evidence
from declarations.filing.service.carrying import configure as configure_carrying
from declarations.filing.service.permits import configure as configure_permits
from declarations.filing.service.settings import FilingSettings
from declarations.filing.service.settings import configure as configure_filing
from declarations.letters.model import Office
from declarations.letters.settings import configure as configure_letters
from declarations.meetings.service.linking import ways_in
from declarations.meetings.settings import MeetingSettings
from declarations.meetings.settings import configure as configure_meetings
from declarations.opinions.settings import OpinionSettings
from declarations.opinions.settings import configure as configure_opinions
from declarations.presiding.completing import refuse_unfinished
from declarations.presiding.waiting import lists_waiting, matters_waiting
from declarations.retention.classes import classes
from declarations.retention.classes_of_meetings import classes_of_meetings
from declarations.retention.settings import RetentionSettings
from declarations.retention.settings import configure as configure_retention
from declarations.review.settings import ReviewSettings
from declarations.review.settings import configure as configure_review
from declarations.standing.settings import StandingSettings
from declarations.standing.settings import configure as configure_standing
from register.access import AccessSettings
from register.access import configure as configure_access
from register.access.csrf import csrf_field
from register.auditing import ledger_settings
from register.kernel.dates import set_time_zone
from register.kernel.errors import NotConfigured
from register.kernel.i18n import msg, offered, pmsg
from register.kernel.identity import Identity
from register.kernel.locales import set_default_locale
from register.keys import derived_secret, open_keys
from register.ledger.configuration import configure as configure_ledger
from register.navigation import navigation
from register.notices.configuration import configure as configure_mail
from register.notices.model import MailSettings
from register.settings import Settings
from register.web.site import Link, Site
from register.web.site import configure as configure_site
from reports.engagements.waiting import requests_waiting
from reports.model import Organisation
from reports.settings import configure as configure_reports


def configure(settings: Settings) -> None:
    """Every room of this process learns what it needs to know; NotConfigured when something is missing or unknown."""
    settings.var.mkdir(parents=True, exist_ok=True)
    _refuse_unlawful(settings)
    use_time_zone(settings.organisation.time_zone)
    set_default_locale(settings.organisation.default_language)
    open_keys(settings)
    configure_access(_access(settings))
    configure_filing(_filing(settings))
    configure_evidence(EvidenceSettings(**msgspec.structs.asdict(settings.evidence)))
    configure_carrying(AdviceCarrier(EvidenceCarrier()))
    configure_advice(AdviceSettings(settings.desk.advice_days, settings.desk.advice_note_days))
    configure_permits(KeptPermits())
    configure_authorizations(_authorizations(settings))
    configure_opinions(OpinionSettings(timedelta(days=settings.activities.opinion_days)))
    configure_standing(StandingSettings(settings.desk.cooling_off_months, (follow_change,)))
    configure_review(_review(settings))
    configure_assets(AssetSettings(**msgspec.structs.asdict(settings.assets)))
    configure_meetings(_meetings(settings))
    configure_retention(_retention(settings))
    configure_ledger(ledger_settings(settings))
    mail = MailSettings(sender=settings.mail.sender, base_url=settings.base_url, organisation=_names(settings))
    configure_mail(mail, ways_in)
    public_reports = settings.public_reports or settings.demonstration
    configure_reports(Organisation(_names(settings)), public_reports=public_reports)
    configure_letters(Office(_names(settings), settings.organisation.contact))
    configure_site(
        Site(
            names=_names(settings),
            contact=settings.organisation.contact,
            csrf_field=csrf_field,
            navigation=navigation,
            waiting=_waiting,
            is_demonstration=settings.demonstration,
            openly=(_PUBLIC_REPORTS,) if public_reports else (),
        )
    )


_PUBLIC_REPORTS = Link("/public/reports", pmsg("periodic report", "Reports for the public"))


def use_time_zone(name: str) -> None:
    """Count days and write moments in this zone. Raises NotConfigured for what is none."""
    try:
        set_time_zone(name)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise NotConfigured(
            msg("“%(name)s” is no time zone. Write an IANA name, such as Europe/Paris.", name=name)
        ) from error


def _refuse_unlawful(settings: Settings) -> None:
    """Refuse what would show one-time links to visitors, and names that mean nothing."""
    shows_mail = settings.demonstration or settings.mail.transport == "demonstration"
    if shows_mail and not settings.is_embedded:
        raise NotConfigured(msg("The demonstration runs on the embedded database only; unset DATABASE_URL."))
    language = settings.organisation.default_language
    if offered(language) is None:
        raise NotConfigured(msg("There is no language %(language)s; choose ar, en, fr or es.", language=language))
    for capacity, profile in settings.regimes.items():
        if capacity not in set(Capacity) or profile not in shipped().profiles:
            named = f"{capacity} = {profile}"
            raise NotConfigured(msg("The setting of regimes names something unknown: %(regime)s", regime=named))


def _names(settings: Settings) -> dict[str, str]:
    return {tag: settings.organisation.name(tag) for tag in ("en", "fr", "es", "ar")}


def _access(settings: Settings) -> AccessSettings:
    session, limits, passwords = settings.session, settings.limits, settings.passwords
    return AccessSettings(
        secret=derived_secret("access"),
        session_idle=timedelta(minutes=session.idle_minutes),
        session_absolute=timedelta(hours=session.absolute_hours),
        first_link=timedelta(days=session.first_link_days),
        reset_link=timedelta(minutes=session.reset_link_minutes),
        token_life=timedelta(days=session.token_days),
        sign_in_failures=limits.sign_in_failures,
        sign_in_window=timedelta(minutes=limits.sign_in_window_minutes),
        sign_in_tries_per_address=limits.sign_in_tries_per_address,
        password_characters=limits.password_characters,
        password_passes=passwords.time_cost,
        password_memory_kib=passwords.memory_kib,
        password_lanes=passwords.parallelism,
        api_requests_per_minute=limits.api_requests_per_minute,
        trusted_proxies=settings.trusted_proxies,
        anonymous_pre_check=settings.anonymous_pre_check or settings.demonstration,
    )


def _authorizations(settings: Settings) -> AuthorizationSettings:
    found = settings.activities
    steps = tuple(sorted(set(found.reminder_days), reverse=True))
    return AuthorizationSettings(
        usual_days=min(found.usual_days, found.most_days), most_days=found.most_days, reminder_days=steps
    )


async def _waiting(identity: Identity) -> Sequence[Link]:
    return [*await matters_waiting(identity), *await requests_waiting(identity)]


def _meetings(settings: Settings) -> MeetingSettings:
    found = settings.meetings
    if min(msgspec.structs.astuple(found)) < 0 or min(found.mailed_code_minutes, found.session_hours) == 0:
        raise NotConfigured(msg("A setting of meetings is a number, 0 or more; a code and a session last at least 1."))
    return MeetingSettings(
        mailed_code_life=timedelta(minutes=found.mailed_code_minutes),
        mailed_code_tries=found.mailed_code_tries,
        mailed_codes_per_hour=found.mailed_codes_per_hour,
        code_tries=found.code_tries,
        code_tries_per_day=found.code_tries_per_day,
        tries_per_address=found.tries_per_address,
        session_life=timedelta(hours=found.session_hours),
        room_code_before=timedelta(minutes=found.room_code_minutes_before),
        room_code_after=timedelta(minutes=found.room_code_minutes_after),
        before_completing=refuse_unfinished,
        waiting_before=lists_waiting,
    )


def _retention(settings: Settings) -> RetentionSettings:
    found = settings.retention
    of_meetings = (found.meeting_disclosure_years, found.meeting_matter_years, found.meeting_session_years)
    if min(found.asset_statement_years, found.advice_years, found.separation_years, *of_meetings) < 0:
        raise NotConfigured(msg("A period of retention is a number of years, or 0 for no end."))
    periods = classes(found.asset_statement_years, found.advice_years, found.separation_years)
    return RetentionSettings((*periods, *classes_of_meetings(*of_meetings)), automatic=found.automatic)


def _review(settings: Settings) -> ReviewSettings:
    desk = settings.desk
    return ReviewSettings(
        similar_cases_least=desk.similar_cases_least,
        measure_reminder_days=desk.measure_reminder_days,
        measure_reminder_every=desk.measure_reminder_every,
    )


def _filing(settings: Settings) -> FilingSettings:
    desk = settings.desk
    return FilingSettings(
        review_days=desk.review_days,
        days_by_class={
            "light": desk.light_days,
            "heightened": desk.heightened_days,
            "priority": desk.priority_days,
        },
        heightened_authority=desk.heightened_authority,
        ordinary_authority=settings.activities.authority,
        question_days=desk.question_days,
        close_after_days=desk.close_after_days,
        draft_days=desk.draft_days,
        draft_notice_days=desk.draft_notice_days,
        idempotency_hours=settings.limits.idempotency_hours,
        regimes=settings.regimes,
        pre_checks_per_hour=settings.limits.pre_checks_per_hour,
    )
