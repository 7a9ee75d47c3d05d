"""Languages of what people read: words, a folder each; numbers, money and months as each has them.

Only reports speak; data (JSON, CSV) has identifiers in every language. English stands in the code. Every other language
is a folder of files, here or elsewhere on the path of this package, and no code: `language.toml` says what it is
(`languages.Language`), `kpi_texts.toml` what it calls and says of KPIs; all other files are English texts and its own.
"""
