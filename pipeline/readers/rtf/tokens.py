"""Rich Text cut into tokens; groups that are not read are passed over without cutting them."""

import re

TOKEN = re.compile(
    rb"\\(?:([a-zA-Z]{1,40})(-?[0-9]{1,10})?[ ]?|'([0-9a-fA-F]{2})|(.))|([{}])|([\r\n]+)|([^\\{}\r\n]+)", re.S
)
"""Word and number, code of a byte, symbol, brace, line end, text."""
WORD, NUMBER, CODE, SYMBOL, BRACE, TEXT = 1, 2, 3, 4, 5, 7
"""The groups of ``TOKEN``; the last one that matched says what a token is."""
_PASSED = re.compile(rb"\\(?:bin([0-9]{1,9})[ ]?|.)|[{}]", re.S)


def skip_group(data: bytes, at: int) -> int:
    """Where the group that ``at`` is in is closed; the end of the data where it never is."""
    depth = 0
    while found := _PASSED.search(data, at):
        at = found.end()
        if found[1]:
            at += int(found[1])
        elif found.group() == b"{":
            depth += 1
        elif found.group() == b"}":
            depth -= 1
            if depth < 0:
                return found.start()
    return len(data)
