"""Words of old registers and the stored values that they stand for."""

from collections.abc import Mapping
from functools import lru_cache

from declarations.codes.decisions import Decision
from declarations.codes.vocabulary import Direction, GiftCategory
from declarations.legacy.headings import plain
from declarations.parties.countries import countries, known_names

UNKNOWN = frozenset(
    plain(word)
    for word in (
        *("unknown", "not known", "value unknown", "unk", "tbc", "tbd", "to be confirmed", "not available"),
        *("inconnu", "inconnue", "non connu", "valeur inconnue", "desconocido", "desconocida", "valor desconocido"),
        *("غير معروف", "غير معروفة", "غير محدد", "مجهول", "unbekannt", "sconosciuto", "desconhecido", "onbekend"),
    )
)
"""Cells that say that nobody knows."""

NOTHING = UNKNOWN | frozenset(
    plain(word)
    for word in (
        *("n/a", "na", "n.a.", "none stated", "not applicable", "not stated", "not given", "null", "nan", "#n/a"),
        *("sans objet", "s.o.", "n.c.", "non communiqué", "non applicable", "no aplica", "n/d", "s/d", "no consta"),
        *("لا ينطبق", "غير متوفر", "غير متاح", "k. A.", "n. v. t.", "n. d."),
    )
)
"""Cells that say nothing."""

NIL = frozenset(
    plain(word)
    for word in (
        *("nil return", "nil", "none", "nothing to declare", "nothing to report", "nothing declared", "no gifts"),
        *("no gift", "no gifts received", "no hospitality", "nil returns", "no declarations", "none declared"),
        *("none received", "none accepted", "no entries", "no items", "no return", "not any"),
        *(
            "néant",
            "état néant",
            "aucun",
            "aucune",
            "aucun cadeau",
            "pas de cadeau",
            "rien à déclarer",
            "rien à signaler",
        ),
        *("r.a.s.", "ninguno", "ninguna", "ningún obsequio", "nada que declarar", "sin obsequios", "sin regalos"),
        *("sin novedad", "sin declaraciones", "لا يوجد", "لا توجد", "لا شيء", "لا هدايا", "لم ترد هدايا"),
        *(
            "لا توجد هدايا",
            "لا يوجد ما يُقر به",
            "لا شيء للإقرار به",
            "keine",
            "fehlanzeige",
            "nessuno",
            "nenhum",
            "geen",
        ),
    )
)
"""Cells that say that there was nothing to declare."""

_NIL_BEGINS = tuple(
    f"{plain(word)} "
    for word in (
        *("nil return", "no gifts", "no gifts or hospitality", "no hospitality", "nothing to declare"),
        *("nothing to report", "no declarations", "aucun cadeau", "rien à déclarer", "pas de cadeau", "état néant"),
        *("ningún obsequio", "nada que declarar", "sin obsequios", "sin regalos", "لا توجد هدايا", "لم ترد هدايا"),
        *("لا يوجد ما يُقر به",),
    )
)
_LONGEST_WORD = 80

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
    named = {plain(name): code for code in countries() for name in known_names(code)}
    return named | {"usa": "US", "united states of america": "US", "uk": "GB", "great britain": "GB", "uae": "AE"}


def country_of(text: str) -> str | None:
    """The code of ISO 3166-1 of a country that is named; None where no name is known."""
    said = text.strip()
    return said if said in countries() else _countries().get(plain(said))


def says_nothing(text: str) -> bool:
    """Whether a cell is empty, or says that it is."""
    if len(text) > _LONGEST_WORD:
        return False
    said = plain(text)
    return not said or said in NOTHING


def is_unknown(text: str) -> bool:
    """Whether a cell says that nobody knows."""
    return len(text) <= _LONGEST_WORD and plain(text) in UNKNOWN


def is_nil(text: str) -> bool:
    """Whether a cell says that there was nothing to declare, for this period or that."""
    if len(text) > _LONGEST_WORD:
        return False
    said = plain(text)
    return said in NIL or said.startswith(_NIL_BEGINS)


def direction_of(text: str) -> Direction | None:
    """Which way a gift went, by the word with which a cell begins: received (by the spouse)."""
    said = plain(text)
    known = (word for word in DIRECTIONS if f"{said} ".startswith(f"{word} "))
    found = max(known, key=len, default="")
    return DIRECTIONS.get(found)
