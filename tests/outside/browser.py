"""Chromium without a window: pages measured, checked for who can't see them, and printed."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

_NAMES = ("chromium", "chromium-browser", "google-chrome")
PROGRAM = next((found for name in _NAMES if (found := shutil.which(name))), None)
PDF_TEXT = shutil.which("pdftotext")
LIGHT: tuple[str, ...] = ()
DARK = ("--force-dark-mode", "--blink-settings=preferredColorScheme=0")
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')  # which lets no script of a test run, either
_ANSWER = re.compile(r"\[\[ANSWER(.*?)ANSWER\]\]", re.DOTALL)


@cache
def axe() -> Path | None:
    """The script that checks pages; None where it is not installed."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    root = subprocess.run([npm, "root", "-g"], capture_output=True, text=True, check=False).stdout.strip()
    file = Path(root) / "axe-core" / "axe.min.js"
    return file if file.is_file() else None


def run(words: Sequence[str], home: Path) -> str:
    """What Chromium prints."""
    assert PROGRAM, "whoever asks has looked"
    always = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={home / 'profile'}")
    done = subprocess.run([PROGRAM, *always, *words], capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


def answer(page: str, script: str, width: int, home: Path, look: Sequence[str] = LIGHT) -> Any:
    """What a script tells of a page that is so many pixels wide.

    The page stands in a frame, for the window of Chromium is never narrower than 500 pixels. The script is the body of
    an async function.
    """
    tell = f"(async () => {{ {script} }})().then(told => parent.postMessage(JSON.stringify(told), '*'))"
    ended = tell.replace("</", "<\\/")  # which would end the script
    inner = _POLICY.sub("", page).replace("</body>", f"<script>{ended}</script></body>")
    show = "document.title = ''; document.body.textContent = '[[ANSWER' + event.data + 'ANSWER]]'"
    outer = (
        f"<!doctype html><html><body><iframe width={width} height=3000 srcdoc='{html.escape(inner)}'></iframe>"
        f"<script>addEventListener('message', event => {{ {show} }})</script></body></html>"
    )
    file = home / "frame.html"
    file.write_text(outer, encoding="utf-8")
    words = [*look, "--virtual-time-budget=30000", "--window-size=1400,3200", "--dump-dom", file.as_uri()]
    told = _ANSWER.search(run(words, home))
    assert told, "the script told nothing"
    return json.loads(html.unescape(told[1]))


def printed(page: str, home: Path) -> str:
    """The text of a page as it prints, by pages that a form feed parts."""
    assert PDF_TEXT, "whoever asks has looked"
    source, target = home / "page.html", home / "page.pdf"
    source.write_text(page, encoding="utf-8")
    run(["--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri()], home)
    return subprocess.run([PDF_TEXT, "-layout", str(target), "-"], capture_output=True, text=True, check=True).stdout
