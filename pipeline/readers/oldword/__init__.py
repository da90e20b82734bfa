"""What .doc and RTF share: paragraphs ended by marks, and rows that say where the edges of their cells are."""
