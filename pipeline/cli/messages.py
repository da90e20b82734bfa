"""The messages of the command line, in English and Chinese; codes and exit codes are the same in both.

The language is FENGONG_LANG (en or zh), else the locale: LC_ALL, LC_MESSAGES, LANG, else the system's.
"""

import locale
import os
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from typing import Literal

MESSAGES: dict[str, tuple[str, str]] = {
    "advice": ("  what to do: {advice}", "  处理办法：{advice}"),
    "announced": ("{name}: {outcome}, {words}", "{name}：{outcome}，{words}"),
    "batch-done": (
        "{documents} documents ({worked} worked on in {seconds} s): {outcomes}; {tasks} tasks. Report: {report}",
        "{documents} 份文件（本次处理 {worked} 份，{seconds} 秒）：{outcomes}；{tasks} 项任务。报告：{report}",
    ),
    "batch-kept": (
        "{count} records had been changed since they were written; the changed ones are in {folder}",
        "{count} 条记录在写出后被改动过，改动过的记录已另存于 {folder}",
    ),
    "batch-left": (
        "{count} documents have no outcome yet; run again with --resume",
        "还有 {count} 份文件没有结果，请加 --resume 再次运行",
    ),
    "batch-orphans": (
        "{count} records of earlier runs belong to no document of this one; --prune removes them",
        "以前的运行留下 {count} 条记录，本次文件已不涉及；--prune 可删除",
    ),
    "batch-pruned": ("{count} records of earlier runs were removed", "已删除以前的运行留下的记录 {count} 条"),
    "batching": ("{done}/{total} documents: {name}", "文件 {done}/{total}：{name}"),
    "comma": (", ", "，"),
    "check-bad": ("{name}: does not hold, {count} faults", "{name}：不符合，共 {count} 处"),
    "check-good": (
        "{name}: holds. {tasks} tasks, {pointers} pointers and {texts} texts proven",
        "{name}：符合。{tasks} 项任务，{pointers} 个指针、{texts} 处文字已核实",
    ),
    "check-source": (", {quotes} quotes proven against {source}", "；{quotes} 处引文已与 {source} 核对"),
    "converting": ("{done}/{total} done, now {name}", "已完成 {done}/{total}，正在处理 {name}"),
    "corrections-sum": (
        "{needed} needed, {superfluous} superfluous, {stale} stale",
        "仍有必要 {needed}，已不需要 {superfluous}，已失效 {stale}",
    ),
    "no-review": (
        "fengong review needs starlette and uvicorn ({name} is missing): pip install 'fengong[review]'",
        "fengong review 需要 starlette 和 uvicorn（缺少 {name}）：pip install 'fengong[review]'",
    ),
    "nothing-to-review": (
        "no record to review; give what fengong convert wrote",
        "没有可核对的记录，请给出 fengong convert 写出的记录",
    ),
    "reviewing": (
        "Open this address in a browser of this machine; Ctrl-C ends it",
        "请在本机浏览器中打开此地址；按 Ctrl-C 结束",
    ),
    "no-mcp": (
        "fengong mcp needs the package mcp ({name} is missing): pip install 'fengong[mcp]'",
        "fengong mcp 需要 mcp 包（缺少 {name}）：pip install 'fengong[mcp]'",
    ),
    "no-serve": (
        "fengong serve needs starlette and uvicorn ({name} is missing): pip install 'fengong[serve]'",
        "fengong serve 需要 starlette 和 uvicorn（缺少 {name}）：pip install 'fengong[serve]'",
    ),
    "no-listen": ("{host}:{port}: cannot serve there: {reason}", "{host}:{port}：无法提供服务：{reason}"),
    "no-document": (
        "{sha256}…: the document of these corrections is not there",
        "{sha256}…：找不到这些更正所属的文件",
    ),
    "no-layouts": (
        "no correction holds for a layout; confirm one in fengong review",
        "没有适用于版式的更正；请在 fengong review 中确认版式",
    ),
    "standing-needed": ("needed", "仍有必要"),
    "standing-stale": ("stale", "已失效"),
    "standing-superfluous": ("superfluous", "已不需要"),
    "covers": ("{name}: read as a covering notice, no list in it", "{name}：作为印发通知读取，其中没有清单"),
    "notices-compete": (
        "several notices: {names}; each covers only what it lists",
        "有多份通知：{names}；每份只对应其所列附件",
    ),
    "readable": ("readable", "可以读取"),
    "needs-extra": ("missing here: pip install 'fengong[{extra}]'", "此处缺少：pip install 'fengong[{extra}]'"),
    "page": ("{name}, page {page} of {pages}", "{name}，第 {page} 页，共 {pages} 页"),
    "did-you-mean": ("Did you mean: {names}?", "是否指：{names}？"),
    "there-are": ("There are: {names}.", "可选：{names}。"),
    "parts-lost": (
        "the workbook has parts that are lost when it is written: {kinds}",
        "工作簿中有写出后会丢失的部分：{kinds}",
    ),
    "copied": ("a copy of {name} is in {copy}", "{name} 的副本：{copy}"),
    "ledger-updated": (
        "{name}: {added} rows added, {changed} changed, {withdrawn} withdrawn, {restored} restored; "
        "{kept} cells that people had changed were kept, {deleted} deleted rows stay deleted",
        "{name}：新增 {added} 行，修改 {changed} 行，撤回 {withdrawn} 行，恢复 {restored} 行；"
        "保留人工修改 {kept} 处，人工删除的 {deleted} 行不再写入",
    ),
    "ledger-missing": ("columns that the workbook does not have: {names}", "工作簿中没有的栏目：{names}"),
    "ledger-losses": (
        "members of tasks for which the ledger has no column: {names}; they are in the records",
        "台账中没有栏目的内容：{names}；见记录",
    ),
    "ledger-cut": ("{count} texts were longer than a cell and were cut", "{count} 处内容超过单元格上限，已截断"),
    "ledger-split": ("{count} workbooks in {folder}", "已写出 {count} 个工作簿：{folder}"),
    "no-ledger": ("{name}: no ledger in it", "{name}：其中没有台账"),
    "two-sides": (
        "give OLD and NEW, or several OLD and the new ones with --new",
        "请给出原清单和新清单两个路径；多个路径时，新的一方用 --new 给出",
    ),
    "which-ending": ("give a file with -o that ends in {names}", "请用 -o 指定文件，扩展名为 {names}"),
    "comparing": ("comparing", "正在对照"),
    "compared": (
        "kept {kept}, reworded {reworded}, split {split}, merged {merged}, new {new}, dropped {dropped}; "
        "of these unsure {unsure}",
        "保留 {kept}，改写 {reworded}，拆分 {split}，合并 {merged}，新增 {new}，取消 {dropped}；其中待核对 {unsure}",
    ),
    "undated": (
        "{count} assignments have no day and are in no to-do",
        "{count} 项分工没有确定日期，未写入日历",
    ),
    "no-database-there": (
        "{reason}. Give another name with -o, or remove that file",
        "{reason}。请用 -o 指定其他名称，或删除该文件",
    ),
    "is-folder": ("{name} is a folder; give a file with -o", "{name} 是目录，请用 -o 指定文件"),
    "no-file-given": ("{kind} needs a place: give it with -o", "{kind} 需要位置：请用 -o 指定"),
    "not-stored": ("{name}: not stored: {reason}", "{name}：未写入：{reason}"),
    "same-document": (
        "{name}: the same document as {other}, left out",
        "{name}：与 {other} 是同一份文件，已略过",
    ),
    "needs-package": (
        "{what} needs {package}: pip install 'fengong[{extra}]'",
        "{what} 需要 {package}：pip install 'fengong[{extra}]'",
    ),
    "stored": (
        "{stored} records stored in {name}, {same} there already",
        "已写入 {name}：{stored} 条记录，另有 {same} 条已在其中",
    ),
    "parquet-carries": (
        "parquet files carry no keys, views or full-text search; sqlite and duckdb do",
        "parquet 文件不含主外键、视图和全文检索；sqlite、duckdb 有",
    ),
    "whole-database": (
        "{kind} takes whole records: --unit and --long are for csv, xlsx, jsonl and json; use a query",
        "{kind} 保存完整记录：--unit 和 --long 仅用于 csv、xlsx、jsonl 和 json，请改用查询",
    ),
    "storing": ("{done}/{total} stored, now {name}", "已写入 {done}/{total}，正在处理 {name}"),
    "unknown-command": ("no such command: {name}. {meant}", "没有此命令：{name}。{meant}"),
    "no-match": ("{name}: the pattern matches nothing", "{name}：没有匹配的文件"),
    "failed": ("{name}: {code}: {message}", "{name}：{code}：{message}"),
    "fault-ours": (
        "This is our fault, not yours. Run again with --debug and report what it prints.",
        "这是本程序的错误。请加上 --debug 重新运行，并报告所显示的内容。",
    ),
    "found-tasks": ("{count} tasks", "{count} 项任务"),
    "is-ambiguous": ("ambiguous", "ambiguous（有歧义）"),
    "is-generic": ("generic", "generic（泛指）"),
    "is-group": ("group", "group（一类单位）"),
    "is-resolved": ("resolved", "resolved（已确定）"),
    "is-unknown": ("unknown", "unknown（未知）"),
    "interrupted": ("interrupted; no half-written file was left", "已中断；没有留下写了一半的文件"),
    "more-failed": ("… and {count} more, see {manifest}", "……另有 {count} 份，见 {manifest}"),
    "no-inputs": (
        "{name}: nothing to convert here (looked for {suffixes})",
        "{name}：没有可转换的文件（查找的类型：{suffixes}）",
    ),
    "no-last-run": (
        "no earlier run in {name}; give PATHs",
        "{name} 中没有可继续的运行，请给出 PATH",
    ),
    "no-records": ("{name}: no .json record here", "{name}：没有 .json 记录"),
    "no-rows": (
        "no assignment names {unit}; the nearest names: {names}",
        "没有涉及 {unit} 的分工；相近的名称：{names}",
    ),
    "no-slugs": ("no organ has a name with {words}", "没有名称含 {words} 的机构"),
    "nothing-to-do": ("nothing to do: every name is known", "没有需要处理的名称"),
    "no-source": ("no source for this record under {source}", "在 {source} 下找不到该记录的源文件"),
    "no-watchfiles": (
        "fengong watch needs watchfiles: pip install 'fengong[watch]'",
        "fengong watch 需要 watchfiles：pip install 'fengong[watch]'",
    ),
    "kept": (
        "{name} had been changed since it was written; the changed one is now {copy}",
        "{name} 在写出后被改动过，改动过的文件已改名为 {copy}",
    ),
    "many-to-file": (
        "{name} is a file, and there are several inputs, or a folder: give a folder with -o",
        "{name} 是文件，而输入为多个文件或目录：请用 -o 指定目录",
    ),
    "no-record-there": (
        "{name} is there already and is no record; give another name with -o",
        "{name} 已存在且不是记录，请用 -o 指定其他文件名",
    ),
    "no-write": (
        "cannot be written: {reason}. Check who may write there, and the room left.",
        "无法写入：{reason}。请检查写入权限和剩余空间。",
    ),
    "outcome-complete": ("complete", "完整"),
    "outcome-empty": ("empty", "没有清单"),
    "outcome-failed": ("failed", "失败"),
    "outcome-partial": ("partial", "不完整"),
    "outcome-quarantined": ("quarantined", "隔离"),
    "partial": (
        "{name}: partial: {unused} characters unused, {errors} errors ({codes})",
        "{name}：不完整：{unused} 个字符未使用，{errors} 个错误（{codes}）",
    ),
    "planned": ("{count} of {total} documents would be worked on", "将处理 {count} 份文件，共 {total} 份"),
    "run-stopped": ("fengong batch: stopped: {message}", "fengong batch：已停止：{message}"),
    "severity-error": ("error", "错误"),
    "severity-info": ("info", "提示"),
    "severity-warning": ("warning", "警告"),
    "skipped": ("skipped {count} files of other kinds: {names}", "跳过其他类型的文件 {count} 个：{names}"),
    "summary": (
        "{records} of {inputs} converted ({partial} partial), {tasks} tasks; "
        "issues: {error} errors, {warning} warnings, {info} notes",
        "已转换 {records}/{inputs} 个文件（其中不完整 {partial} 个），共 {tasks} 项任务；"
        "问题：错误 {error}，警告 {warning}，提示 {info}",
    ),
    "to-screen": (
        "{kind} is not for the screen; give a file with -o",
        "{kind} 不能显示在屏幕上，请用 -o 指定文件",
    ),
    "one-to-stdout": (
        "several inputs, or a folder, need a place: give a folder with -o",
        "输入为多个文件或目录时，请用 -o 指定输出目录",
    ),
    "watching": ("watching {names}; Ctrl-C ends it", "正在监视 {names}，按 Ctrl-C 结束"),
    "which-format": ("choose a format with --to: {names}", "请用 --to 指定格式：{names}"),
    "which-inputs": (
        "give PATHs, or --resume to continue the last run",
        "请给出 PATH，或用 --resume 继续上次运行",
    ),
    "which-names": (
        "give names, or records with --unknown or --review",
        "请给出名称，或用 --unknown、--review 指定记录",
    ),
    "which-source": (
        "one --source file proves one record; for several give the folder of the sources",
        "一个 --source 文件只能核对一条记录；多条记录请给出源文件所在目录",
    ),
    "unknown-code": ("no such code: {code}. {meant}", "没有此代码：{code}。{meant}"),
}


@cache
def language() -> Literal["en", "zh"]:
    """That of the user."""
    names = (os.environ.get(name) for name in ("FENGONG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    chosen = next((name for name in names if name), None) or locale.getlocale()[0] or ""
    return "zh" if chosen.lower().startswith(("zh", "chinese")) else "en"


def say(key: str, **values: object) -> str:
    """The message of that key in the user's language, filled in."""
    return pick(*MESSAGES[key]).format(**values)


def suggest(word: str, known: Iterable[str]) -> str:
    """What a wrong word may mean, as a sentence to add; all that there is where nothing is near."""
    choices = list(known)
    near = get_close_matches(word, choices, cutoff=0.5)
    return say("did-you-mean", names=", ".join(near)) if near else say("there-are", names=", ".join(choices))


def pick(english: str, chinese: str) -> str:
    """The one of two wordings that the user reads."""
    return chinese if language() == "zh" else english
