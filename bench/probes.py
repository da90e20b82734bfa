"""How often the registry is right on lists of names whose answers were written down before: python bench/probes.py FOLDER

FOLDER/probes.tsv has the columns name, region, date and expected: official names (a|b), ``either:`` names or an honest
"not known", ``not`` or ``notres`` (no unit may be asserted), ``group``, ``generic``. Prints each difference and the
rates; exits with 1 where a unit is asserted that may not be, or more than 2 % of the official names are others.
"""

import csv
import sys
from collections import Counter
from pathlib import Path

from pipeline.units import Resolution, load_registry

MOST_OTHER = 0.02
NO_UNIT = ("not", "notres")
KINDS = ("group", "generic")


def read_probes(folder: Path) -> list[dict[str, str]]:
    """The rows of the list."""
    with (folder / "probes.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def judge(expected: str, found: Resolution) -> str:
    """right, honest (not known where that will do), missing, other name or wrong unit."""
    if expected in NO_UNIT:
        return "wrong unit" if found.unit else "right"
    if expected in KINDS:
        return "right" if found.resolution == expected else "wrong unit" if found.unit else "missing"
    names = [_plain(name) for name in expected.removeprefix("either:").split("|")]
    if found.unit is None:
        return "honest" if expected.startswith("either:") else "missing"
    return "right" if _plain(found.unit.name) in names else "other name"


def _plain(name: str) -> str:
    return name.replace("（", "(").replace("）", ")")


def main(folder: Path) -> int:
    """Print the differences and the rates; the exit code."""
    registry, verdicts = load_registry(), Counter[str]()
    for probe in read_probes(folder):
        found = registry.resolve(probe["name"], region=probe["region"] or None, on=probe["date"] or None)
        verdict = judge(probe["expected"], found)
        verdicts[verdict] += 1
        if verdict not in ("right", "honest"):
            got = f"{found.unit.id} {found.unit.name}" if found.unit else found.resolution
            print(f"{verdict}: {probe['name']} in {probe['region']} on {probe['date']}: {probe['expected']} / {got}")
    total = sum(verdicts.values())
    print(", ".join(f"{verdict} {count} ({count / total:.1%})" for verdict, count in verdicts.most_common()))
    return int(bool(verdicts["wrong unit"]) or verdicts["other name"] > MOST_OTHER * total)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
