"""The smallest words of the field, on folded text: one idea a file, used by every room above."""
