"""The currencies in which a budget may be told: those of ISO 4217, the usual ones first."""

from django.utils.translation import gettext_lazy as _

USUAL = [("PEN", _("PEN (soles)")), ("USD", _("USD (dólares)")), ("EUR", _("EUR (euros)"))]

OTHERS = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN "
    "BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB FJD FKP GBP GEL GHS "
    "GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW "
    "KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR "
    "MZN NAD NGN NIO NOK NPR NZD OMR PAB PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG "
    "SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX UYU "
    "UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
).split()
"""The codes of the other currencies that circulate (ISO 4217, list one, without funds, metals and
codes for testing)."""

CURRENCY_CHOICES = [*USUAL, *((code, code) for code in OTHERS)]
CURRENCIES = frozenset(code for code, _label in CURRENCY_CHOICES)

WRITTEN_CURRENCIES = {
    "s/": "PEN",
    "sol": "PEN",
    "soles": "PEN",
    "nuevos soles": "PEN",
    "pen (soles)": "PEN",
    "$": "USD",
    "us$": "USD",
    "dólar": "USD",
    "dólares": "USD",
    "dolares": "USD",
    "usd (dólares)": "USD",
    "€": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "eur (euros)": "EUR",
}
"""How people write the usual ones, in lower case and without a full stop -> the code."""
