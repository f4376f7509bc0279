"""Countries by their ISO 3166-1 code, and the ones in which the scheme runs.

Sources: ISO 3166-1 alpha-2; COSME countries as in COM(2021) 685 final (list of 2018): the EU's
27 and Iceland, Albania, Bosnia and Herzegovina, Kosovo, Montenegro, North Macedonia, Serbia,
Türkiye, Armenia, Moldova, Ukraine. Liechtenstein and Norway have a rate in the table of lump
sums but are not in COSME.
"""

from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from .errors import UnknownCountry

ISO_3166 = frozenset(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ "
    "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW "
    "GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV "
    "MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY "
    "QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG "
    "TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM "
    "ZW XK".split()
)
EU = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split()
)
COSME = EU | frozenset("IS AL BA XK ME MK RS TR AM MD UA".split())
IN_TABLE_NOT_COSME = frozenset({"LI", "NO"})
"""They have a rate, so people take them for members; the rule refuses them by name."""


def country(value: object) -> str:
    """Give the stored code of a country: `el` and `GR` are both GR (the EU writes EL).

    Raises:
        UnknownCountry: the code is not in ISO 3166 (XK, Kosovo, is accepted).
    """
    code = value.strip().upper() if isinstance(value, str) else ""
    code = "GR" if code == "EL" else code
    if code not in ISO_3166:
        raise UnknownCountry(f'"{value}" is not a country code; use two letters, like IT or CZ')
    return code


def _checked(value: object) -> str:
    try:
        return country(value)
    except UnknownCountry as fault:
        raise ValueError(str(fault)) from fault


Country = Annotated[
    str,
    BeforeValidator(_checked),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{2}$", "examples": ["CZ", "IT"]}),
]
