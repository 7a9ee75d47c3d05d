"""Funnels as a flowchart that pages of pull requests draw (mermaid), whatever the names of their stages are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kpiplan.problems import printable
from kpiplan.reports.model import FunnelPicture, FunnelStep, Style

LONGEST = 60  # characters of a name in a picture
_SPECIAL = re.compile(r"[^\w .,:+$€£¥/()-]")
_CLASSES: dict[Style, tuple[str, str]] = {
    "good": ("ahead", "stroke:#1a7f37,stroke-width:2px"),
    "watch": ("watch", "stroke:#9a6700,stroke-width:2px"),
    "bad": ("behind", "stroke:#cf222e,stroke-width:3px"),
}


def flowchart(funnels: Sequence[FunnelPicture]) -> str:
    """`flowchart TD`, a part for each funnel where there are several; names in it are nothing but text."""
    lines = ["flowchart TD"]
    used: dict[Style, None] = {}
    for number, funnel in enumerate(funnels):
        if funnel.title:
            lines.append(f'  subgraph g{number}["{_text(funnel.title)}"]')
        lines += _steps(number, funnel.steps)
        if funnel.title:
            lines.append("  end")
        used |= dict.fromkeys(step.style for step in funnel.steps if step.style in _CLASSES)
    lines += [f"  classDef {_CLASSES[style][0]} {_CLASSES[style][1]}" for style in used]
    return "\n".join(lines)


def _steps(number: int, steps: Sequence[FunnelStep]) -> Iterator[str]:
    for at, step in enumerate(steps):
        kind = f":::{_CLASSES[step.style][0]}" if step.style in _CLASSES else ""
        yield f'  f{number}s{at}["{_text(step.label)}<br/>{_text(step.number)}"]{kind}'
        if at:
            rate = f'|"{_text(step.rate)}"|' if step.rate else ""
            yield f"  f{number}s{at - 1} -->{rate} f{number}s{at}"


def _text(text: str) -> str:
    """A text as a label: what means something to mermaid, to Markdown or to a page goes in as the code of it."""
    flat = " ".join(printable(text).split())
    short = flat if len(flat) <= LONGEST else f"{flat[: LONGEST - 1]}…"
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", short)
