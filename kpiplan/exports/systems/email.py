"""E-mail campaigns: a row a campaign with the day it was sent, as Mailchimp, HubSpot, Stibee, Benchmark and others
export them. The clicks there are clicks in mails, the bounces mails that came back, the revenue a part of the whole:
nothing else of such a table is read by its name.
"""

from kpiplan.exports.cells.names import COLUMN_NAMES as COLUMNS
from kpiplan.exports.systems.system import System

SENT_ON = (
    "Send Date", "Sent date", "Date sent", "Sent at", "Sent on", "Send time", "Sent time", "Publish date",
    "Delivery date", "Schedule date", "Campaign date", "발송일", "발송일시", "발송 일시", "발송 시간", "발송 날짜",
    "寄送日期", "寄送時間", "發送日期", "發送時間", "寄出日期",
    "发送日期", "发送时间", "配信日", "配信日時", "送信日", "送信日時",
)  # fmt: skip
_CLICKS = (
    "Unique clicks", "Recipients who clicked", *COLUMNS["email_clicks"], "Clicks", "Total clicks", "클릭", "클릭수",
    "고유 클릭", "點擊", "點擊數", "點擊次數", "点击", "点击数", "点击次数", "クリック", "クリック数",
)  # fmt: skip
_OPENS = ("Unique opens", *COLUMNS["opens"], "Total opens", "오픈수", "고유 오픈", "開信", "開封", "打开")
_BOUNCES = ("Total bounces", *COLUMNS["emails_bounced"], "Bounces", "발송 실패", "退信", "エラー数")

CAMPAIGNS = System(
    name="e-mail campaigns",
    needs=(
        SENT_ON,
        _OPENS,
        (*_CLICKS, *COLUMNS["unsubscribes"]),
        (*COLUMNS["delivered"], *COLUMNS["emails_sent"], *COLUMNS["unsubscribes"], *_BOUNCES),
    ),
    measures={
        "delivered": COLUMNS["delivered"],
        "emails_sent": ("Total recipients", *COLUMNS["emails_sent"]),
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
