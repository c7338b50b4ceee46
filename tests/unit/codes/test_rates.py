"""Rates of exchange: the latest on or before a day, exact comparison, and every layout with its mess."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from declarations.codes.rate_files import ECB_SOURCE, UN_SOURCE, read_rates
from declarations.codes.rates import NO_RATES, SAME_CURRENCY, Quote, Rates, RateTable
from declarations.codes.service import DEMONSTRATION
from register.kernel.currency import Money
from register.kernel.errors import Invalid

MAY = date(2026, 5, 1)


def quote(currency: str, day: date, units: str) -> Quote:
    return Quote(currency, day, Decimal(units))


UN = RateTable(
    "UN",
    "USD",
    [
        quote("EUR", date(2026, 5, 1), "0.9"),
        quote("EUR", date(2026, 5, 15), "0.8"),
        quote("CHF", MAY, "0.75"),
    ],
)


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        # a mid-month revision supersedes from its effective date on
        (date(2026, 5, 14), "111.11"),
        (date(2026, 5, 15), "125.00"),
        (date(2030, 1, 1), "125.00"),
    ],
)
def test_the_newest_effective_date_supersedes(day: date, amount: str) -> None:
    found = UN.convert(Money(Decimal(100), "EUR"), "USD", day)
    assert found is not None
    assert str(found.amount) == amount


def test_before_the_first_rate_nothing_is_known() -> None:
    assert UN.convert(Money(Decimal(100), "EUR"), "USD", date(2026, 4, 30)) is None
    assert NO_RATES.convert(Money(Decimal(100), "EUR"), "USD", MAY) is None


def test_conversion_is_exact_although_what_is_shown_is_rounded() -> None:
    found = UN.convert(Money(Decimal(27), "EUR"), "USD", MAY)
    assert found is not None
    assert found.exact == Fraction(30)
    crossed = UN.convert(Money(Decimal("0.01"), "EUR"), "CHF", MAY)
    assert crossed is not None
    assert crossed.exact == Fraction(1, 120)
    assert (str(crossed.amount), str(crossed.rate)) == ("0.01", "0.833333333333")


def test_the_same_currency_needs_no_rate_and_keeps_its_digits() -> None:
    found = NO_RATES.convert(Money(Decimal("30.000001"), "USD"), "USD", MAY)
    assert found is not None
    assert (str(found.amount), str(found.rate), found.rate_source) == ("30.000001", "1", SAME_CURRENCY)


def test_amounts_are_shown_to_the_minor_unit_of_their_currency() -> None:
    yen = RateTable("T", "USD", [quote("JPY", MAY, "150.5")])
    found = yen.convert(Money(Decimal("1.5"), "USD"), "JPY", MAY)
    assert found is not None
    assert str(found.amount) == "226"


def test_the_first_table_that_knows_both_currencies_is_used() -> None:
    other = RateTable("ECB", "EUR", [quote("USD", MAY, "1.25"), quote("NOK", MAY, "11")])
    rates = Rates([UN, other])
    found = [rates.convert(Money(Decimal(1), code), "USD", MAY) for code in ("EUR", "NOK")]
    assert [value.rate_source for value in found if value] == ["UN", "ECB"]


def written(tmp_path: Path, text: str, name: str = "rates.csv") -> Path:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


UN_TEXT = """United Nations Operational Rates of Exchange

Country,Currency,Abbreviation,Effective Date,Rate
France,Euro,EUR,01 May 2026,0.858
Germany,Euro,EUR,01 May 2026,0.858
Switzerland,Swiss franc,CHF,15-May-2026,0.79
Nowhere,Old money,ZZZ,01 May 2026,3
Iran,Rial,IRR,01 May 2026,"42,000.00"
"""


def test_the_un_layout_is_read_with_its_preamble_and_one_currency_in_many_countries(tmp_path: Path) -> None:
    found = read_rates(written(tmp_path, UN_TEXT))
    assert (found.source, found.base) == (UN_SOURCE, "USD")
    assert [(q.currency, q.effective, str(q.units)) for q in found.quotes] == [
        ("EUR", date(2026, 5, 1), "0.858"),
        ("CHF", date(2026, 5, 15), "0.79"),
        ("IRR", date(2026, 5, 1), "42000.00"),
    ]
    assert len(found.skipped) == 1


def test_the_un_layout_is_read_with_tabs_as_well(tmp_path: Path) -> None:
    assert len(read_rates(written(tmp_path, UN_TEXT.replace(",", "\t").replace('"42\t000.00"', "42000"))).quotes) == 3


def test_un_xml_is_read(tmp_path: Path) -> None:
    text = """<?xml version="1.0"?><UN_OPERATIONAL_RATES_DATASET><UN_OPERATIONAL_RATES>
    <f_country_name>France</f_country_name>
    <f_curr_code>EUR</f_curr_code><f_curr_ename>Euro</f_curr_ename><rate_date>01 May 2026</rate_date><rate>0.858</rate>
    </UN_OPERATIONAL_RATES></UN_OPERATIONAL_RATES_DATASET>"""
    assert read_rates(written(tmp_path, text, "un.xml")).quotes == (quote("EUR", MAY, "0.858"),)


@pytest.mark.parametrize(
    "text",
    [
        # eurofxref-hist.csv with its trailing comma and N/A
        "Date,USD,JPY,CYP,\n2026-05-04,1.1650,182.1,N/A,\n2026-05-01,1.17,180,N/A,\n",
        # eurofxref.csv of one day
        "Date, USD, JPY, \n04 May 2026, 1.1650, 182.1, \n01 May 2026, 1.17, 180, \n",
        # the data portal, one row for each rate
        (
            "KEY,FREQ,CURRENCY,CURRENCY_DENOM,TIME_PERIOD,OBS_VALUE\nk,D,USD,EUR,2026-05-04,1.1650\n"
            "k,D,JPY,EUR,2026-05-04,182.1\nk,D,USD,EUR,2026-05-01,1.17\nk,D,JPY,EUR,2026-05-01,180\n"
        ),
        (
            "<gesmes:Envelope xmlns:gesmes='g' xmlns='e'><Cube><Cube time='2026-05-04'>"
            "<Cube currency='USD' rate='1.1650'/>"
            "<Cube currency='JPY' rate='182.1'/></Cube><Cube time='2026-05-01'><Cube currency='USD' rate='1.17'/>"
            "<Cube currency='JPY' rate='180'/></Cube></Cube></gesmes:Envelope>"
        ),
    ],
)
def test_the_ecb_layouts_are_read(tmp_path: Path, text: str) -> None:
    found = read_rates(written(tmp_path, text))
    assert (found.source, found.base, len(found.quotes)) == (ECB_SOURCE, "EUR", 4)
    assert quote("USD", date(2026, 5, 4), "1.1650") in found.quotes


def test_every_fault_is_told_with_its_row_and_nothing_is_loaded(tmp_path: Path) -> None:
    text = UN_TEXT + (
        "X,Y,EUR,05/01/2026,1\nX,Y,eur,01 May 2026,1\nX,Y,GBP,01 May 2026,0\nX,Y,GBP,31 Feb 2026,1,2\n"
        "X,Y,CHF,15-May-2026,0.8\n"
    )
    with pytest.raises(Invalid) as caught:
        read_rates(written(tmp_path, text))
    assert [fault.name for fault in caught.value.fields] == ["9", "10", "11", "12", "13"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "a,b,c\n1,2,3\n",
        "Date,USD\n",
        "<html/>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
        "base,currency,effective_date,units\nUSD,EUR,2026-01-01,1\nEUR,CHF,2026-01-01,1\n",
    ],
)
def test_a_file_in_no_known_layout_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Invalid):
        read_rates(written(tmp_path, text))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        read_rates(tmp_path / "none.csv")


def test_the_demonstration_says_that_it_is_fictitious_and_covers_every_month_since_2013() -> None:
    assert DEMONSTRATION.read_text().startswith("# Demonstration rates: fictitious")
    rates = read_rates(DEMONSTRATION)
    months = {quote.effective for quote in rates.quotes}
    assert months == {date(year, month, 1) for year in range(2013, 2027) for month in range(1, 13)}
    main = "EUR CHF GBP JPY CNY SAR AED EGP MAD INR KES XOF XAF MXN BRL CAD AUD SEK NOK DKK"
    assert set(main.split()) <= {quote.currency for quote in rates.quotes}
