"""The pictures of README and docs, made anew by the programs that people look with.

`python -m tests.outside.pictures` writes `docs/images`; it needs Chromium, LibreOffice and pdftoppm.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, MONOKAI, TerminalTheme
from rich.text import Text

from tests.outside import browser, office

_CUT = ("-x", "30", "-y", "40", "-W", "1230", "-H", "590")  # of that page, in dots
ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
SAMPLES = ROOT / "sample_plans"
EXPORTS = SAMPLES / "actuals"
_COLUMNS = 80
_FONT = "font: 14px/17px DejaVu Sans Mono, Noto Sans Mono, monospace"
_SHEET = 2  # of the workbook's pages that with actuals against targets


def _kpiplan(*words: str, color: bool = False) -> str:
    environ = {**os.environ, "COLUMNS": str(_COLUMNS), "PYTHONPATH": str(ROOT)}
    environ.pop("NO_COLOR", None)
    if color:
        environ["FORCE_COLOR"] = "1"
    done = subprocess.run(
        [sys.executable, "-m", "kpiplan", *words], cwd=SAMPLES, env=environ, capture_output=True, text=True, check=True
    )
    return done.stdout


def _shot(page: str, size: tuple[int, int], file: Path, home: Path) -> None:
    source = home / "shown.html"
    source.write_text(page, encoding="utf-8")
    width, height = size
    browser.run([f"--window-size={width},{height}", f"--screenshot={file}", source.as_uri()], home)


def _terminal(words: tuple[str, ...], theme: TerminalTheme, file: Path, home: Path) -> None:
    """What a command prints, in a terminal's colours."""
    text = f"$ kpiplan {' '.join(words)}\n" + _kpiplan(*words, color=True).rstrip("\n")
    console = Console(width=_COLUMNS + 2, record=True, file=StringIO(), force_terminal=True, legacy_windows=False)
    console.print(Text.from_ansi(text))
    style = f"background: {theme.background_color.hex}; color: {theme.foreground_color.hex}; margin: 8px"
    code = console.export_html(theme=theme, inline_styles=True, code_format=f"<pre style='{_FONT}'>{{code}}</pre>")
    rules = "<style>pre, code {margin: 0; font: inherit}</style>"
    page = f'<!doctype html><meta charset="utf-8"><body style="{style}">{rules}{code}'
    _shot(page, (694, 17 * (text.count("\n") + 1) + 16), file, home)


def _page(home: Path) -> None:
    """The page of a review, and its walk for slides."""
    given = ("report", "scorecard.yaml", "actuals")
    _shot(_kpiplan(*given), (800, 1000), IMAGES / "report.png", home)
    drawn = _kpiplan(*given, "--chart", "walk", "--format", "svg")
    size = ElementTree.fromstring(drawn).attrib
    page = f'<!doctype html><meta charset="utf-8"><body style="margin: 0">{drawn[drawn.index("<svg") :]}'
    _shot(page, (int(size["width"]), int(size["height"])), IMAGES / "walk.png", home)


def _workbook(home: Path) -> None:
    """The sheet with actuals against targets, as LibreOffice shows it."""
    book = home / "review.xlsx"
    _kpiplan("actuals", "actuals", "--plan", "scorecard.yaml", "-o", str(book))
    assert office.PROGRAM, "whoever asks has looked"
    words = [office.PROGRAM, f"-env:UserInstallation={(home / 'office').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*words, "--outdir", str(home), str(book)], check=True, capture_output=True, timeout=300)
    cut = ["-r", "110", "-f", str(_SHEET), "-l", str(_SHEET), "-singlefile", "-png", *_CUT]
    subprocess.run(["pdftoppm", *cut, str(book.with_suffix(".pdf")), str(IMAGES / "workbook")], check=True)


def main() -> None:
    """Write all of them."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _terminal(("actuals", "actuals", "--plan", "inbound.yaml"), MONOKAI, IMAGES / "actuals.png", home)
        _terminal(("target", "saas.yaml", "--chart"), DEFAULT_TERMINAL_THEME, IMAGES / "target-chart.png", home)
        _page(home)
        _workbook(home)


if __name__ == "__main__":
    main()
