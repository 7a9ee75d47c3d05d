"""Languages of what people read: words from catalogues, a file each; numbers, money and months as each writes them.

Only reports speak; data (JSON, CSV) has identifiers in every language.
"""
