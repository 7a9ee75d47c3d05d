"""Currencies: the codes of ISO 4217, in use or withdrawn since 2010, and the symbols that people write."""

from __future__ import annotations

_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD "
    "GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT "
    "LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR "
    "NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP "
    "STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG "
    "XOF XPF YER ZAR ZMW ZWG "
    "BYR CLF CUC EEK HRK LTL LVL MRO SLL STD VEF ZMK ZWL"  # withdrawn, or a unit of account: years of exports have them
)
CURRENCIES: tuple[str, ...] = tuple(_CODES.split())

SYMBOLS: dict[str, tuple[str, ...]] = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS"),
    "€": ("EUR",),
    "£": ("GBP", "EGP"),
    "¥": ("JPY", "CNY"),
    "₩": ("KRW",),
    "₹": ("INR",),
    "₴": ("UAH",),
    "₽": ("RUB",),
    "₺": ("TRY",),
    "₫": ("VND",),
    "฿": ("THB",),
    "₪": ("ILS",),
    "₱": ("PHP",),
    "zł": ("PLN",),
    "원": ("KRW",),
    "円": ("JPY",),
    "元": ("CNY", "TWD"),
    "R$": ("BRL",),
    "US$": ("USD",),
    "NT$": ("TWD",),
    "HK$": ("HKD",),
    "A$": ("AUD",),
    "C$": ("CAD",),
    "S$": ("SGD",),
    "RMB": ("CNY",),
    "NTD": ("TWD",),
    "RUR": ("RUB",),
}

# Currencies without hundredths, whose amounts payment systems write as they are.
_WHOLE = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF"
WITHOUT_CENTS = frozenset(_WHOLE.split())
