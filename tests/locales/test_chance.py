"""The chance of the goal in Korean and Traditional Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import INBOUND, Kpiplan

KO = """\
Inbound marketing 2020 - 목표 달성 가능성, 2020년 1월~12월, USD

  가능성  연간 고객 9 달성 가능성 49%; US$1000만 달성 가능성 36%
          모든 전환율과 물량이 계획대로여서 우연만 작용하면 54% 및 41%
  분포    고객 1 ...:=+##|#+=-::.... 18, | 목표
  안전    80%에는 최상단 물량 1.34배 필요: 월 6,250 대신 방문 8,355
  개선    리드의 효과가 가장 큼: 계획대로(1.5%) 확실하다면 49% 대신 54%

                                            이런 해 100번 중
                목표  가능성  우연만    10번째    50번째     90번째
고객               9     49%     54%         5         8         12
신규 매출  US$1000만     36%     41%  US$550만  US$880만  US$1320만

좌우하는 것
우연         96%  #######################################
리드          4%  #

근거  계획   예상  100번 중 80번  기재값
리드  1.5%  1.43%    1.31%~1.55%  231 of 16_200
"""

ZH = """\
Inbound marketing 2020 - 達成目標的機率，2020年1月至12月，USD

  機率  全年達到 客戶 9 的機率為 49%；達到 US$1000萬 的機率為 36%
        若所有轉換率和數量皆如計畫、只看偶然：54% 和 41%
  分布  客戶 1 ...:=+##|#+=-::.... 18，| 為目標
  穩妥  要有 80%，漏斗頂端需做到 1.34 倍：每月造訪 8,355，而非 6,250
  改善  潛在客戶影響最大：若確定如計畫（1.5%），為 54%，而非 49%

                                          100 個這樣的年度中
               目標  機率  只看偶然     第 10     第 50      第 90
客戶              9   49%       54%         5         8         12
新增營收  US$1000萬   36%       41%  US$550萬  US$880萬  US$1320萬

取決於
偶然      96%  #######################################
潛在客戶   4%  #

依據      計畫   預期  100 年中的 80 年  載明值
潛在客戶  1.5%  1.43%      1.31%至1.55%  231 of 16_200
"""


@pytest.mark.parametrize(("lang", "screen"), [("ko", KO), ("zh-Hant", ZH)])
def test_screens(lang: str, screen: str, inbound: Path, kpiplan: Kpiplan) -> None:
    inbound.write_text(INBOUND + "risk: {leads: 231 of 16_200}\n", encoding="utf-8")
    out = kpiplan("chance", "plan.yaml", "--lang", lang).out
    assert out == screen
