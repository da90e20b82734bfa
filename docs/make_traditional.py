"""How pipeline/knowledge/traditional.csv was made: run by hand after the names changed.

    python docs/make_traditional.py          (needs the package opencc, whose dictionaries are Apache-2.0)

Only characters that turn into one that the names use, and that no name uses itself, are taken: 乾安县 stays 乾安县.
"""

import re
from pathlib import Path

from opencc import OpenCC

KNOWLEDGE = Path(__file__).parent.parent / "pipeline" / "knowledge"
SOURCES = ("regions.csv", "region_changes.csv", "organs.csv", "local_names.csv", "levels.csv", "groups.csv")
VARIANTS = dict(
    卫="衞", 峰="峯", 群="羣", 烟="菸", 查="査", 户="戸", 真="眞", 值="値", 教="敎", 青="靑", 清="淸", 产="産", 为="爲",
    国="囯囶", 册="冊", 况="況", 里="裏裡", 只="祇", 证="証", 岩="巖", 台="臺", 净="淨", 丰="豊", 麦="麪", 线="綫", 强="強",
)  # fmt: skip
"""Old and odd forms that OpenCC's dictionary of traditional characters does not have."""
HEAD = """\
# Traditional characters (繁体字) of the characters that names of places and organs use.
# Read by pipeline/units/script.py. Made by docs/make_traditional.py from OpenCC 1.4.2 (Apache-2.0). Strict: one to one.
simplified,traditional
"""


def main() -> None:
    texts = "".join((KNOWLEDGE / name).read_text("utf-8") for name in SOURCES)
    used = set(re.findall(r"[一-鿿]", re.sub(r"(?m)^#.*$", "", texts)))
    convert = OpenCC("t2s").convert
    variants: dict[str, str] = {}
    for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)):
        char = chr(code)
        simple = convert(char)
        if simple != char and simple in used and char not in used:
            variants[simple] = variants.get(simple, "") + char
    for simple, odd in VARIANTS.items():
        known = variants.get(simple, "")
        if simple in used:
            variants[simple] = known + "".join(char for char in odd if char not in known and char not in used)
    rows = "".join(f"{simple},{variants[simple]}\n" for simple in sorted(variants) if variants[simple])
    (KNOWLEDGE / "traditional.csv").write_text(HEAD + rows, "utf-8")


if __name__ == "__main__":
    main()
