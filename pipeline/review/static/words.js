// The words of the page, in English and Chinese.
export const WORDS = {
  record: ["Document", "文件"], issue: ["Filter by issue", "按问题筛选"], unit: ["Filter by unit", "按单位筛选"],
  keys: ["Keys", "按键"], source: ["Source", "原文"], tasks: ["Tasks", "任务"], close: ["Close", "关闭"],
  queue: ["To look at ({n})", "待核对（{n}）"], all: ["All tasks ({n})", "全部任务（{n}）"], every: ["all", "全部"],
  nothing: ["Nothing to look at here.", "没有需要核对的内容。"],
  nosource: ["The document itself is not here: start with --source and its folder to see it.", "没有原文件：请用 --source 指定其所在目录。"],
  number: ["No.", "序号"], categories: ["category", "类别"], title: ["task", "任务"], measures: ["measures", "举措"],
  target: ["target", "目标"], problem: ["problem", "问题"], current_state: ["state now", "现状"], best_practice: ["best practice", "标杆"],
  person: ["person", "责任人"], progress: ["progress", "进展"], scope: ["scope", "范围"], note: ["note", "备注"],
  part: ["part", "部分"], division: ["division", "分工"], parties: ["units", "单位"], deadlines: ["by when", "时限"], extra: ["other", "其他"],
  columns: ["columns", "各列"],
  lead: ["lead", "牵头"], responsible: ["responsible", "责任"], support: ["support", "配合"], participate: ["participate", "参与"],
  guide: ["guide", "指导"], implement: ["implement", "落实"], jointly: ["jointly", "会同"], supervise: ["supervise", "督导"],
  unknown: ["not known", "未识别"], ambiguous: ["ambiguous", "有歧义"], group: ["group", "一类单位"], generic: ["no organ", "泛指"],
  by: ["by", "之前"], during: ["during", "期间"], within: ["within", "若干时间内"], recurring: ["recurring", "定期"],
  ongoing: ["ongoing", "持续"], done: ["done", "已完成"], unspecified: ["no date", "未定"],
  "year-guessed": ["the year is not printed", "年份未写明"], "ocr-uncertain": ["uncertain recognition", "识别不确定"],
  unused: ["text in no task", "未使用的文字"],
  save: ["Save (Enter)", "保存（Enter）"], cancel: ["Cancel (Esc)", "取消（Esc）"], remove: ["Take it away", "删去"],
  dropTask: ["This is no task (d)", "这不是任务（d）"], why: ["Why (optional)", "理由（可不填）"], role: ["Role", "角色"], name: ["Name", "名称"],
  unitId: ["Unit: name or id", "机构：名称或编号"], everywhere: ["In every document (goes to the table of units too)", "适用于所有文件（并写入单位表）"],
  kind: ["Kind", "类型"], earliest: ["From (2026-01-31)", "起（2026-01-31）"], latest: ["To (2026-01-31)", "止（2026-01-31）"],
  layout: ["For every list with this header", "适用于表头相同的所有清单"], confirm: ["Confirm all columns of this layout", "确认此版式的全部列"],
  missing: ["A task that was missed", "漏读的任务"], leads: ["Leading units (、 between them)", "牵头单位（以、分隔）"],
  others: ["Other units (、 between them)", "其他单位（以、分隔）"], when: ["By when, as printed", "时限（照录原文）"],
  saved: ["Saved: {id}", "已保存：{id}"], undone: ["Taken back: {id}", "已撤回：{id}"], noUndo: ["Nothing to take back.", "没有可撤回的更正。"],
  select: ["Mark the task's text on the left first.", "请先在左侧选中任务的文字。"], choose: ["Choose a value first.", "请先选择一个值。"],
  corrected: ["corrected", "已更正"], restored: ["What you were typing is here again.", "已恢复未保存的输入。"],
  edit: ["Correct", "更正"], failed: ["Not saved: {why}", "未保存：{why}"], more: ["… and {n} more", "……另有 {n} 条"],
};
export const KEYS = [
  ["j / k", "next, previous", "下一条、上一条"], ["Enter", "into the entry: its first doubtful value; on a value: its place", "进入该条，选中第一个存疑的值；在值上：显示出处"],
  ["← →", "next value of the entry", "该条的上一个、下一个值"], ["e", "correct the value", "更正该值"], ["u", "which unit is it", "选择机构"],
  ["d", "this is no task", "这不是任务"], ["m", "the marked text is a task that was missed", "所选文字是漏读的任务"],
  ["z", "take the last correction back", "撤回上一条更正"], ["q", "queue or all tasks", "切换待核对与全部任务"], ["?", "these keys", "显示按键"],
];
export const COLUMN_ROLES = ["number", "category", "title", "measures", "target", "problem", "current_state", "best_practice", "lead_units",
  "responsible_units", "support_units", "guide_units", "person", "deadline", "milestone", "progress", "scope", "note", "other"];
export const COLUMN_WORDS = { number: "序号", category: "类别", title: "任务名称", measures: "举措", target: "目标", problem: "问题", current_state: "现状",
  best_practice: "标杆做法", lead_units: "牵头单位", responsible_units: "责任单位", support_units: "配合单位", guide_units: "指导单位", person: "责任人",
  deadline: "时限", milestone: "阶段目标", progress: "进展", scope: "范围", note: "备注", other: "其他" };
export const PARTY_ROLES = ["lead", "responsible", "support", "participate", "guide", "implement", "jointly", "supervise"];
export const DEADLINE_KINDS = ["by", "during", "within", "recurring", "ongoing", "done", "unspecified"];
let language = "zh";
export function setLanguage(name) { language = name; document.documentElement.lang = name === "zh" ? "zh-CN" : "en"; }
export function getLanguage() { return language; }
export function say(key, values = {}) {
  const pair = WORDS[key];
  const text = pair ? pair[language === "zh" ? 1 : 0] : key;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}
