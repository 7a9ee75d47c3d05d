"""What reading files raises, wherever it breaks: `archives.BROKEN`, which is loaded when something broke."""

from __future__ import annotations


def failures() -> tuple[type[Exception], ...]:
    """The errors of reading a file, compressed or not, or a zip."""
    from kpiplan.exports.files.archives import BROKEN  # most files are no zips, and whole

    return BROKEN
