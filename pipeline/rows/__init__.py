"""TaskRows from a table, and TaskRows from paragraphs: two producers of one value."""
