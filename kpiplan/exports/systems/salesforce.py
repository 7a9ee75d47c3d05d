"""Salesforce: a report of opportunities. In Japanese the close date of all of them is called an expected one."""

from kpiplan.exports.systems.system import WON, YES, Condition, System, Take

_CLOSED = ("Close Date", "完了予定日")
_WON = (Condition("Won", YES), Condition("Stage", WON), Condition("フェーズ", WON))
OPPORTUNITIES = System(
    name="Salesforce opportunities",
    needs=(("Opportunity Name", "Opportunity ID", "商談名", "商談 ID"), ("Stage", "Won", "フェーズ"), _CLOSED),
    takes=(
        Take("opportunities", ("Created Date", "作成日")),
        Take("customers", _CLOSED, where=_WON),
        Take("revenue", _CLOSED, value=("Amount", "Amount (converted)", "金額"), where=_WON),
    ),
)
