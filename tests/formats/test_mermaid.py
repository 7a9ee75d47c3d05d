"""A flowchart holds names and nothing but names."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kpiplan.formats.mermaid import LONGEST, flowchart
from kpiplan.reports.model import FunnelPicture, FunnelStep

NASTY = [
    'a"] --> x["b',
    "<script>alert(1)</script>",
    "```\n# out",
    "%%{init: {}}%%",
    "end",
    "a;b#quot;|c`d`",
    "\u202eevil",
]


def chart(*names: str, title: str = "") -> str:
    return flowchart([FunnelPicture(title, tuple(FunnelStep(name, "1", "2%") for name in names))])


def test_segments_are_parts_and_only_styles_in_use_are_defined() -> None:
    funnels = [
        FunnelPicture("north", (FunnelStep("leads", "9", style="bad"), FunnelStep("customers", "3", "30%"))),
        FunnelPicture("south", (FunnelStep("calls", "9", style="good"),)),
    ]
    assert flowchart(funnels).splitlines() == [
        "flowchart TD",
        '  subgraph g0["north"]',
        '  f0s0["leads<br/>9"]:::behind',
        '  f0s1["customers<br/>3"]',
        '  f0s0 -->|"30#37;"| f0s1',
        "  end",
        '  subgraph g1["south"]',
        '  f1s0["calls<br/>9"]:::ahead',
        "  end",
        "  classDef behind stroke:#cf222e,stroke-width:3px",
        "  classDef ahead stroke:#1a7f37,stroke-width:2px",
    ]


def test_hostile_names_are_text() -> None:
    for name in NASTY:
        lines = chart(name, name, title=name).splitlines()
        assert len(lines) == 6
        assert all(line.count('"') in (0, 2) for line in lines)
        assert not set("".join(lines).replace("<br/>", "")) & set("<`\u202e%")


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_name_stays_in_its_label(one: str, two: str) -> None:
    lines = chart(one, two, title=f"x{one}").splitlines()
    assert [re.sub(r'"[^"]*"', '""', line) for line in lines] == [
        "flowchart TD",
        '  subgraph g0[""]',
        '  f0s0[""]',
        '  f0s1[""]',
        '  f0s0 -->|""| f0s1',
        "  end",
    ]


def test_a_long_name_is_cut_in_the_picture() -> None:
    assert f'["{"x" * (LONGEST - 1)}#8230;<br/>1"]' in chart("x" * 300)
