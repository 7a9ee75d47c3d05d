"""E-mail campaigns: a row a campaign with the day it was sent, as Mailchimp, HubSpot, Stibee, Benchmark and others
export them. The clicks there are clicks in mails, the bounces mails that came back, the revenue a part of the whole:
nothing else of such a table is read by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kpiplan.exports.cells.names import COLUMN_NAMES as COLUMNS
from kpiplan.exports.systems.system import System

SENT_ON = (
    "Send Date", "Sent date", "Date sent", "Sent at", "Sent on", "Send time", "Sent time", "Publish date",
    "Delivery date", "Schedule date", "Campaign date", "발송일", "발송일시", "발송 일시", "발송 시간", "발송 날짜",
    "寄送日期", "寄送時間", "發送日期", "發送時間", "寄出日期",
    "发送日期", "发送时间", "配信日", "配信日時", "送信日", "送信日時",
    "Fecha de envío", "Enviado el", "Enviada el", "Versanddatum", "Sendedatum", "Gesendet am", "Versendet am",
    "Date d'envoi", "Date d\u2019envoi", "Envoyé le", "Envoyée le", "Data di invio", "Data invio", "Inviato il",
    "Data de envio", "Enviado em", "Enviada em", "Verzenddatum", "Verzonden op", "Дата отправки", "Время отправки",
    "Date", "날짜", "日期", "日付", "Fecha", "Data", "Datum", "Дата",  # of each day, whatever was sent on it
)  # fmt: skip
_ONCE = re.compile("uni[qck]|únic|eindeutig|уникал|고유")


def _once_first(names: Iterable[str]) -> tuple[str, ...]:
    """Names, those that say that each recipient counts once first."""
    return tuple(sorted(names, key=lambda name: not _ONCE.search(name.casefold())))


_CLICKS = _once_first((
    "Unique clicks", "Recipients who clicked", *COLUMNS["email_clicks"], "Clicks", "Total clicks", "클릭", "클릭수",
    "고유 클릭", "點擊", "點擊數", "點擊次數", "点击", "点击数", "点击次数", "クリック", "クリック数",
    *COLUMNS["clicks"],
))  # fmt: skip
_OPENS = _once_first(("Unique opens", *COLUMNS["opens"], "Total opens", "오픈수", "고유 오픈", "開信", "開封", "打开"))
_SENT = ("Total recipients", *COLUMNS["emails_sent"], "Sends", "Requests", "Processed")
_BOUNCES = ("Total bounces", *COLUMNS["emails_bounced"], "Bounces", "발송 실패", "退信", "エラー数")

CAMPAIGNS = System(
    name="e-mail campaigns",
    needs=(
        SENT_ON,
        _OPENS,
        (*_CLICKS, *COLUMNS["unsubscribes"]),
        (*COLUMNS["delivered"], *_SENT, *COLUMNS["unsubscribes"], *_BOUNCES),
    ),
    measures={
        "delivered": COLUMNS["delivered"],
        "emails_sent": _SENT,
        "emails_bounced": _BOUNCES,
        "opens": _OPENS,
        "email_clicks": _CLICKS,
        "unsubscribes": COLUMNS["unsubscribes"],
        "complaints": ("Abuse reports", *COLUMNS["complaints"]),
        "newsletter_forwards": COLUMNS["newsletter_forwards"],
    },
    dates=SENT_ON,
    sole=True,
)
