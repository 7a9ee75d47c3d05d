"""`python -m tests.problems` writes docs/problems.md anew."""

from tests.problems.catalogue import DOCUMENT, document

DOCUMENT.write_text(document(), encoding="utf-8")
