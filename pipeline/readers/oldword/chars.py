"""Characters that these formats keep as 16-bit units."""


def paired(text: str) -> str:
    """The text with surrogate pairs as one character, and U+FFFD for half a pair."""
    if text.isascii() or not any("\ud800" <= char < "\ue000" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
