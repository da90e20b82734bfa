"""``report.html`` from records: for people who would rather look than read. One file, no network, printable.

``figures`` counts, ``charts`` draws (SVG), ``page`` puts them together in the reader's language (``words.toml``).
"""
