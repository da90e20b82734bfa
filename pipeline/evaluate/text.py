"""The two ways in which texts are held equal."""

import unicodedata


def letters(text: str | None) -> str:
    """Letters and digits only, widths of characters made equal: for titles, numbers, times."""
    return "".join(char for char in unicodedata.normalize("NFKC", text or "") if char.isalnum())


def solid(text: str) -> str:
    """No white space, widths of characters made equal: for unit names, where brackets and 、 matter."""
    return "".join(unicodedata.normalize("NFKC", text).split())
