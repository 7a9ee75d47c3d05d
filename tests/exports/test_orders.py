"""Lists of orders of shops, a row an order or a line of one, with figures counted by hand."""

from __future__ import annotations

import pytest

from kpiplan.exports.files import sheets
from tests.exports.helpers import codes, error, kpis, months, read

LISTS = {
    "ko": """주문번호,주문일시,주문상태,상품명,수량,총 결제금액
20260504-001,2026-05-04 10:11,배송완료,머그,1,30000
20260504-001,2026-05-04 10:11,배송완료,컵,2,30000
20260514-002,2026-05-14 11:11,취소완료,머그,1,15000
20260604-003,2026-06-04 12:11,결제완료,접시,1,20500
20260614-004,2026-06-14 12:11,환불완료,접시,1,20500
""",
    "de": """Bestellnummer;Bestelldatum;Bestellstatus;Gesamtbetrag
10001;04.05.2026;Abgeschlossen;30000,00
10002;14.05.2026;Storniert;15000,00
10003;04.06.2026;Offen;20500,00
10004;14.06.2026;Erstattet;20500,00
""",
    "fr": """Numéro de commande;Date de commande;Statut;Montant total
10001;04/05/2026;Livrée;30 000,00 €
10002;14/05/2026;Annulée;15 000,00 €
10003;04/06/2026;Payée;20 500,00 €
10004;14/06/2026;Remboursée;20 500,00 €
""",
    "zh": """订单编号,订单创建时间,订单状态,实付金额
1001,2026-05-04 10:00:00,交易成功,30000
1002,2026-05-14 10:00:00,交易关闭,15000
1003,2026-06-04 10:00:00,已发货,20500
1004,2026-06-14 10:00:00,已退款,20500
""",
    "lines": """Order Number,Order Date,Order Status,Item Name,Order Total Amount
71,2026-05-04,Completed,Mug,30000
71,2026-05-04,Completed,Cup,30000
72,2026-05-14,Cancelled,Mug,15000
73,2026-06-04,Processing,Mug,20500
74,2026-06-14,Refunded,Mug,20500
""",
    "numbers": """Date,Order #,Status,Items sold,Net Sales
2026-05-04 10:11:00,7001,completed,1,30000
2026-05-14 10:11:00,7002,cancelled,1,15000
2026-06-04 10:11:00,7003,processing,1,20500
2026-06-14 10:11:00,7004,refunded,1,20500
""",
    "bare numbers": """Order,Date,Status,Total
7001,2026-05-04,paid,30000
7002,2026-05-14,cancelled,15000
7003,2026-06-04,paid,20500
7004,2026-06-14,refunded,20500
""",
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("large", [False, True])
def test_orders_that_came_to_nothing_count_for_nothing(name: str, large: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if large:
        monkeypatch.setattr(sheets, "SMALL_BYTES", 0)
        monkeypatch.setattr(sheets, "HEAD_BYTES", 260)
    actuals = read(LISTS[name])
    assert codes(actuals, "error") == []
    assert months(actuals, "customers") == {"2026-05": 1, "2026-06": 2}  # what is given back was ordered
    assert months(actuals, "revenue") == {"2026-05": 30000, "2026-06": 20500}


def test_the_account_says_which_orders_are_left_out() -> None:
    (source,) = read(LISTS["numbers"]).sources
    (condition,) = source.columns["revenue"].where
    assert (condition.column, condition.denied) == ("Status", ("cancelled", "refunded"))


def test_amounts_of_lines_add_up_to_those_of_orders() -> None:
    actuals = read(
        "Row ID,Order ID,Order Date,Ship Date,Customer ID,Product,Sales,Quantity\n"
        "1,A-1,5/8/2026,5/11/2026,C1,Desk,200.5,2\n2,A-1,5/8/2026,5/11/2026,C1,Lamp,99.5,3\n"
        "3,A-2,6/16/2026,6/18/2026,C2,Chair,50,1\n"
    )
    assert months(actuals, "customers") == {"2026-05": 1, "2026-06": 1}
    assert months(actuals, "revenue") == {"2026-05": 300, "2026-06": 50}


def test_the_number_of_a_lead_is_no_count() -> None:
    actuals = read("Lead,Created,Source\n1,2026-05-04,Web\n2,2026-05-06,Web\n3,2026-06-06,Ads\n")
    assert months(actuals, "leads") == {"2026-05": 2, "2026-06": 1}
    monthly = read("Month,Lead\n2026-05,1\n2026-06,2\n2026-07,3\n")
    assert months(monthly, "leads") == {"2026-05": 1, "2026-06": 2, "2026-07": 3}
    assert months(read("Month,Leads #\n2026-05,31\n2026-06,42\n"), "leads") == {"2026-05": 31, "2026-06": 42}


@pytest.mark.parametrize("date", ["Refund Date", "Due date", "Expected close date", "Last Modified Date", "환불일"])
def test_money_of_a_day_that_is_none_of_a_sale_is_asked_about(date: str) -> None:
    actuals = read(f"Number,{date},Amount\nA,2026-05-04,10\nB,2026-06-04,20\n")
    assert error(actuals).startswith("no-measure: ")
    assert months(read(f"Number,{date},Amount\nA,2026-05-04,10\nB,2026-06-04,20\n", date=date), "revenue") == {
        "2026-05": 10,
        "2026-06": 20,
    }


def test_payments_back_of_orders_are_no_orders() -> None:
    assert kpis(read("Refund ID,Order ID,Refund Date,Amount\nR1,A1,2026-05-04,10\nR2,A2,2026-06-04,20\n")) == []
