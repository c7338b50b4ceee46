"""The directory of the demonstration: member States, bodies, and vendors and partners that do not exist."""

from pathlib import Path

from declarations.codes.vocabulary import GiverType
from declarations.parties.countries import country_name
from declarations.parties.model import PartyRow
from declarations.parties.party_file import read_party_file

_FILE = Path(__file__).with_name("demonstration.csv")

# Members of the United Nations.
_STATES = """
AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI CV KH CM CA CF TD CL CN CO KM CG CD
CR CI HR CU CY CZ DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR GA GM GE DE GH GR GD GT GN GW GY HT HN HU IS IN ID IR IQ
IE IL IT JM JP JO KZ KE KI KP KR KW KG LA LV LB LS LR LY LI LT LU MG MW MY MV ML MT MH MR MU MX FM MD MC MN ME MA MZ MM
NA NR NP NL NZ NI NE NG MK NO OM PK PW PA PG PY PE PH PL PT QA RO RU RW KN LC VC WS SM ST SA SN RS SC SL SG SK SI SB SO
ZA SS ES LK SD SR SE CH SY TJ TZ TH TL TG TO TT TN TR TM TV UG UA AE GB US UY UZ VU VE VN YE ZM ZW
"""
STATES_LIST = "member_states"
OTHERS_LIST = "demonstration"


def member_states() -> list[PartyRow]:
    """The States with the names that CLDR gives them in four languages; an installation loads its own official list."""
    return [
        PartyRow(
            name_en=country_name(code, "en"),
            name_fr=country_name(code, "fr"),
            name_es=country_name(code, "es"),
            name_ar=country_name(code, "ar"),
            giver_type=GiverType.GOVERNMENT,
            country=code,
        )
        for code in _STATES.split()
    ]


def demonstration_parties() -> dict[str, list[PartyRow]]:
    """What the demonstration loads, by source list."""
    return {STATES_LIST: member_states(), OTHERS_LIST: read_party_file(_FILE)}
