"""One parser per kind of field: pure functions on folded text that give spans, and never raise on content."""
