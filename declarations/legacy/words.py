"""Words of old registers and the stored values that they stand for."""

from collections.abc import Mapping
from functools import lru_cache

from declarations.codes.decisions import Decision
from declarations.codes.vocabulary import Direction, GiftCategory
from declarations.legacy.headings import plain
from declarations.parties.countries import countries, country_name
from register.kernel.locales import LOCALES

NOTHING = frozenset(
    map(
        plain,
        (
            *(
                "n/a",
                "na",
                "n.a.",
                "none stated",
                "not applicable",
                "-",
                "--",
                "–",
                "—",
                "?",
                "null",
                "unknown",
                "not known",
            ),
            *(
                "sans objet",
                "s.o.",
                "inconnu",
                "no aplica",
                "n/d",
                "s/d",
                "desconocido",
                "غير معروف",
                "لا ينطبق",
                "غير متوفر",
            ),
        ),
    )
)
"""Cells that say nothing."""

NIL = frozenset(
    map(
        plain,
        (
            *(
                "nil return",
                "nil",
                "none",
                "nothing to declare",
                "no gifts",
                "no gifts received",
                "no hospitality",
                "nil returns",
                "no gift",
            ),
            *(
                "neant",
                "aucun",
                "aucun cadeau",
                "rien a declarer",
                "etat neant",
                "ninguno",
                "ningun obsequio",
                "nada que declarar",
                "sin obsequios",
            ),
            *("لا يوجد", "لا شيء", "لا هدايا", "لم ترد هدايا", "لا يوجد ما يقر به"),
        ),
    )
)
"""Cells that say that there was nothing to declare."""

DIRECTIONS: Mapping[str, Direction] = {
    plain(word): direction
    for direction, words in (
        (
            Direction.RECEIVED,
            ("received", "in", "recu", "recue", "recibido", "recibida", "accepted", "مستلم", "مستلمة", "واردة"),
        ),
        (Direction.GIVEN, ("given", "out", "donne", "offert", "entregado", "dado", "مقدم", "مقدمة", "صادرة")),
        (Direction.OFFERED_TO_ME, ("offered", "propose", "ofrecido", "معروضة")),
        (
            Direction.DECLINED_BY_ME,
            ("declined", "refused", "rejected", "decline", "refuse", "rechazado", "declinado", "مرفوضة", "معتذر عنها"),
        ),
    )
    for word in words
}

CATEGORIES: Mapping[str, GiftCategory] = {
    plain(word): category
    for category, words in (
        (GiftCategory.GIFT, ("gift", "cadeau", "obsequio", "regalo", "هدية", "book", "item")),
        (
            GiftCategory.HOSPITALITY,
            (
                "hospitality",
                "meal",
                "dinner",
                "lunch",
                "breakfast",
                "hospitalite",
                "repas",
                "hospitalidad",
                "comida",
                "cena",
                "ضيافة",
            ),
        ),
        (
            GiftCategory.ENTERTAINMENT,
            (
                "entertainment",
                "tickets",
                "ticket",
                "concert",
                "theatre",
                "divertissement",
                "entretenimiento",
                "entradas",
                "ترفيه",
            ),
        ),
        (GiftCategory.TRAVEL, ("travel", "flight", "accommodation", "voyage", "viaje", "سفر")),
        (GiftCategory.HONOUR, ("honour", "honor", "distinction", "honneur", "distincion", "تكريم")),
        (GiftCategory.DECORATION, ("decoration", "medal", "order", "condecoracion", "medalla", "وسام")),
        (GiftCategory.AWARD, ("award", "prize", "prix", "premio", "جائزة")),
        (GiftCategory.CASH, ("cash", "money", "especes", "dinero", "efectivo", "نقود")),
    )
    for word in words
}

OUTCOMES: Mapping[str, Decision] = {
    plain(word): outcome
    for outcome, words in (
        (
            Decision.SURRENDER_TO_ORGANIZATION,
            (
                "held by department",
                "surrendered",
                "handed over",
                "retained by department",
                "remis a l organisation",
                "entregado a la organizacion",
                "سلمت الى المنظمة",
            ),
        ),
        (
            Decision.RETURN_TO_GIVER,
            ("returned", "returned to giver", "returned to donor", "rendu", "renvoye", "devuelto", "اعيدت"),
        ),
        (Decision.NOTE, ("noted", "pris note", "tomado nota", "احيط علما")),
        (
            Decision.AUTHORIZE,
            (
                "authorized",
                "authorised",
                "approved",
                "retained by recipient",
                "kept",
                "autorise",
                "autorizado",
                "مأذون بها",
            ),
        ),
    )
    for word in words
}


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    """Names of countries in the four languages, plain, and their codes."""
    named = {plain(country_name(code, locale)): code for code in countries() for locale in LOCALES.values()}
    return named | {"usa": "US", "united states of america": "US", "uk": "GB", "great britain": "GB", "uae": "AE"}


def country_of(text: str) -> str | None:
    """The code of ISO 3166-1 of a country that is named; None where no name is known."""
    said = text.strip()
    return said if said in countries() else _countries().get(plain(said))


def says_nothing(text: str) -> bool:
    """Whether a cell is empty, or says that it is."""
    return not text.strip() or plain(text) in NOTHING or not plain(text)


def is_nil(text: str) -> bool:
    """Whether a cell says that there was nothing to declare."""
    return plain(text) in NIL
