"""Kakao Moment: reports by day; what follows a click is counted within a day and within seven."""

from kpiplan.exports.systems.system import System

REPORTS = System(
    name="Kakao Moment",
    needs=(
        ("비용",),
        ("노출수", "클릭수"),
        (
            "1천번 노출당 비용",
            "회원가입(1일)",
            "회원가입(7일)",
            "구매(1일)",
            "구매(7일)",
            "구매금액(7일)",
            "잠재고객(7일)",
        ),
    ),
    measures={
        "spend": ("비용",),
        "clicks": ("클릭수",),
        "impressions": ("노출수",),
        "reach": ("도달수",),
        "leads": ("잠재고객(7일)", "잠재고객(1일)"),
        "customers": ("구매(7일)", "구매(1일)"),
        "revenue": ("구매금액(7일)", "구매금액(1일)"),
    },
    dates=("일", "날짜", "일자", "주", "월"),
)
