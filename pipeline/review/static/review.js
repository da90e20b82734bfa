// The review page: what is shown, what the keys do, and what is saved.
import { node, showPages, showGrid, light, marked } from "./sheet.js";
import { say, setLanguage, getLanguage, KEYS } from "./words.js";
import * as editor from "./editor.js";

const at = (id) => document.getElementById(id);
const LONG = ["measures", "target", "problem", "current_state", "best_practice", "progress", "note"];
const TEXTS = ["title", ...LONG, "person", "scope"];
const LATER = 120;
const FIRST = 20;     // entries made at once; the others follow while the browser has nothing else to do
const state = { record: null, index: 0, view: "queue", entries: [], current: -1, value: null, codes: {}, saved: [] };
let building = 0;

async function get(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).error || String(answer.status));
  return answer.json();
}
function tell(text) { at("status").textContent = text; clearTimeout(tell.timer); tell.timer = setTimeout(() => { at("status").textContent = ""; }, 6000); }

// ---------------------------------------------------------------- records

async function start() {
  const first = await get("/api/records?brief=1");
  state.codes = first.codes;
  setLanguage(sessionStorage.getItem("language") || first.language);
  const listed = first.records;
  speak();
  fillRecords(listed);
  await openRecord(listed.findIndex((entry) => entry.status !== "unreadable"));
  await restore();
  for (let from = 0; from < first.total; from += 20) {
    listed.splice(from, 20, ...(await get(`/api/records?from=${from}`)).records);
    fillRecords(listed);
  }
}

function fillRecords(listed) {
  at("records").replaceChildren(...listed.map((entry) => node("option", { value: entry.index }, `${entry.name} · ${entry.title}${entry.status === "unread" ? "" : ` (${entry.doubts})`}`)));
  at("records").value = state.index;
}

async function openRecord(index, keepPlace = false) {
  const record = await get(`/api/records/${index}`);
  const fresh = !keepPlace || state.index !== index;
  const unsure = new Set(record.doubts.filter((doubt) => doubt.task !== null).map((doubt) => `${record.tasks[doubt.task].id} ${doubt.pointer}`));
  Object.assign(state, { record, index, unsure });
  if (fresh) { state.current = -1; state.value = null; state.saved = []; }
  fillCodes();
  build();
  if (!fresh) return;
  if (record.pages.length) showPages(index, record.pages, record.tasks, lightFrom);
  else showGrid(record.sourced ? await get(`/api/records/${index}/grid`) : [], lightFrom);
}

function fillCodes() {
  const counts = new Map();
  for (const doubt of state.record.doubts) counts.set(doubt.code, (counts.get(doubt.code) || 0) + 1);
  const before = at("by-code").value;
  at("by-code").replaceChildren(node("option", { value: "" }, say("every")),
    ...[...counts].map(([code, count]) => node("option", { value: code }, `${code} (${count})`)));
  if (counts.has(before)) at("by-code").value = before;
}

// ---------------------------------------------------------------- the list on the right

function names(task, wanted) {
  return !wanted || task.assignments.some((item) => item.parties.some((party) => party.name.includes(wanted) || (party.unit || "").includes(wanted)
    || (state.record.units[party.unit] || "").includes(wanted)));
}

function build() {
  const { record } = state;
  const [code, unit] = [at("by-code").value, at("by-unit").value.trim()];
  const doubts = record.doubts.filter((doubt) => (!code || doubt.code === code) && (!unit || (doubt.task !== null && names(record.tasks[doubt.task], unit))));
  const withCode = new Set(record.doubts.filter((doubt) => doubt.code === code).map((doubt) => doubt.task));
  const tasks = record.tasks.map((task, index) => index).filter((index) => names(record.tasks[index], unit) && (!code || withCode.has(index)));
  state.entries = state.view === "queue" ? doubts.map((doubt) => ({ doubt, task: doubt.task })) : tasks.map((task) => ({ doubt: null, task }));
  at("view-queue").textContent = say("queue", { n: doubts.length });
  at("view-all").textContent = say("all", { n: tasks.length });
  at("view-queue").setAttribute("aria-pressed", String(state.view === "queue"));
  at("view-all").setAttribute("aria-pressed", String(state.view === "all"));
  const list = at("list");
  list.replaceChildren();
  if (!state.entries.length) list.append(node("li", {}, say("nothing")));
  if (state.view === "all") list.append(...record.tables.map(makeColumns));
  const mine = ++building;
  let made = 0;
  const more = () => {
    if (mine !== building) return;
    const end = Math.min(made + (made ? LATER : FIRST), state.entries.length);
    for (; made < end; made += 1) if (!state.entries[made].node?.isConnected) append(made);
    if (made < state.entries.length) setTimeout(more, 30);
  };
  more();
  if (state.current >= 0) go(Math.min(state.current, state.entries.length - 1), false);
}

function append(index) {
  const made = makeEntry(state.entries[index], index);
  state.entries[index].node = made;
  if (index === state.current) made.classList.add("current");
  at("list").append(made);
}

function makeEntry(entry, index) {
  const { doubt } = entry;
  const made = node("li", { class: doubt ? doubt.kind : "", "data-index": index, tabindex: -1 });
  if (doubt) {
    const word = state.codes[doubt.code];
    made.append(node("p", { class: "doubt", title: word ? word[getLanguage()] : "" }, node("b", { class: doubt.kind }, say(doubt.code)), ` ${doubt.message}`));
  }
  if (entry.task !== null) made.append(makeTask(state.record.tasks[entry.task], doubt));
  made.addEventListener("click", (event) => { if (!event.target.closest("button")) go(index); });
  return made;
}

function makeTask(task, doubt) {
  const made = node("div", { class: "task" });
  const head = node("div", { class: "row" });
  if (task.number) head.append(value(task, "/number", task.number));
  task.categories.forEach((text, index) => head.append(value(task, `/categories/${index}`, text)));
  made.append(head);
  for (const name of TEXTS) if (task[name] && (!doubt || name === "title" || doubt.pointer === `/${name}`)) made.append(row(name, value(task, `/${name}`, task[name], LONG.includes(name))));
  if (!doubt) task.extra.forEach((item, index) => made.append(row("extra", value(task, `/extra/${index}`, item.text, true))));
  task.assignments.forEach((item, number) => made.append(...makeAssignment(task, item, `/assignments/${number}`, doubt)));
  return made;
}

function makeAssignment(task, item, base, doubt) {
  if (doubt && doubt.pointer && doubt.pointer.startsWith("/assignments/") && !doubt.pointer.startsWith(base)) return [];
  const made = [];
  if (item.part) made.push(row("part", value(task, `${base}/part`, item.part)));
  if (item.parties.length) made.push(row("parties", ...item.parties.map((party, index) => value(task, `${base}/parties/${index}`, `${say(party.role)} ${party.name}`, false, unitNote(party)))));
  if (item.deadlines.length) made.push(row("deadlines", ...item.deadlines.map((limit, index) => value(task, `${base}/deadlines/${index}`, limit.text, false, dateNote(limit)))));
  if (item.division) made.push(row("division", value(task, `${base}/division`, item.division)));
  return made;
}

function unitNote(party) { return party.unit ? state.record.units[party.unit] || party.unit : `${say(party.resolution)}`; }
function dateNote(limit) { return `${say(limit.kind)} ${limit.earliest || "…"} – ${limit.latest || "…"}`; }
function row(name, ...values) { return node("div", { class: "row" }, node("span", { class: "label" }, say(name)), ...values); }

function value(task, pointer, text, isLong = false, note = "") {
  const marks = Object.keys(task.corrected || {});
  const corrected = marks.some((own) => own === "" || own === pointer || own.startsWith(`${pointer}/`));
  const unsure = state.unsure.has(`${task.id} ${pointer}`);
  const made = node("button", { type: "button", class: `value${isLong ? " long" : ""}${corrected ? " corrected" : ""}${unsure ? " unsure" : ""}`,
    "data-task": task.id, "data-pointer": pointer, title: corrected ? say("corrected") : null }, text);
  if (note) made.append(" ", node("small", {}, note));
  if (corrected) made.append(" ", node("small", {}, "✎"));
  made.addEventListener("click", () => choose(made));
  made.addEventListener("dblclick", edit);
  return made;
}

function makeColumns(table) {
  const made = node("li", {}, node("p", { class: "doubt" }, `${table.id} · ${say("columns")}`));
  const line = node("div", { class: "row" });
  table.columns.forEach((column, index) => {
    const button = node("button", { type: "button", class: `value${column.corrected ? " corrected" : ""}`, "data-table": table.id, "data-column": index },
      column.header.join("/") || "—", " ", node("small", {}, column.roles.join(" ")));
    button.addEventListener("click", () => { choose(button); });
    button.addEventListener("dblclick", edit);
    line.append(button);
  });
  made.append(line);
  return made;
}

// ---------------------------------------------------------------- choosing

const taskOf = (id) => state.record.tasks.find((task) => task.id === id);
function placesOf(task, pointer) {
  let own = pointer;
  while (own && !task.provenance[own]) own = own.slice(0, own.lastIndexOf("/"));
  return task.provenance[own] || [];
}

function choose(made, focus = true) {
  document.querySelectorAll(".value.lit").forEach((lit) => lit.classList.remove("lit"));
  made.classList.add("lit");
  state.value = { task: made.dataset.task, pointer: made.dataset.pointer, table: made.dataset.table, column: made.dataset.column };
  const entry = made.closest("li[data-index]");
  if (entry && Number(entry.dataset.index) !== state.current) mark(Number(entry.dataset.index));
  if (made.dataset.task) light(placesOf(taskOf(made.dataset.task), made.dataset.pointer));
  if (focus) made.focus({ preventScroll: true });
}

function mark(index) {
  document.querySelector("li.current")?.classList.remove("current");
  state.current = index;
  state.entries[index]?.node?.classList.add("current");
}

function go(index, focus = true) {
  if (!state.entries.length) return;
  index = Math.max(0, Math.min(index, state.entries.length - 1));
  for (let next = index; next >= 0 && !state.entries[next].node?.isConnected; next -= 1) if (next === 0 || state.entries[next - 1].node?.isConnected) {
    for (let made = next; made <= index; made += 1) append(made);
  }
  mark(index);
  const entry = state.entries[index];
  if (focus) { entry.node.scrollIntoView({ block: "nearest" }); entry.node.focus({ preventScroll: true }); }
  const first = doubtful(entry);
  if (first) choose(first, false);
  else if (entry.doubt?.place) light([entry.doubt.place]);
}

function doubtful(entry) {
  const values = [...entry.node.querySelectorAll(".value")];
  return values.find((made) => entry.doubt && made.dataset.pointer === entry.doubt.pointer) || values.find((made) => made.dataset.pointer === "/title") || values[0];
}

// A click on the source: its values are lit, in the list of all tasks.
function lightFrom(fits) {
  const hits = [];
  for (const task of state.record.tasks) for (const [pointer, places] of Object.entries(task.provenance)) if (places.some(fits)) hits.push([task, pointer]);
  if (!hits.length) return;
  if (state.view !== "all") { state.view = "all"; build(); }
  const index = state.entries.findIndex((entry) => state.record.tasks[entry.task] === hits[0][0]);
  if (index < 0) return;
  go(index);
  document.querySelectorAll(".value.lit").forEach((lit) => lit.classList.remove("lit"));
  light(hits[0][0].provenance[hits[0][1]].filter(fits), false);
  for (const [task, pointer] of hits) {
    const made = document.querySelector(`.value[data-task="${CSS.escape(task.id)}"][data-pointer="${CSS.escape(pointer)}"]`);
    made?.classList.add("lit");
    if (task === hits[0][0] && pointer === hits[0][1]) state.value = { task: task.id, pointer };
  }
}

// ---------------------------------------------------------------- correcting

function at_pointer(task, pointer) { return pointer.split("/").slice(1).reduce((holder, step) => holder?.[step], task); }

function wishFor(name) {
  const { task: id, pointer, table, column } = state.value || {};
  if (table) {
    const found = state.record.tables.find((item) => item.id === table).columns[Number(column)];
    return { form: "column", table, column: Number(column), old: found.roles, name: found.header.join("/"), label: table };
  }
  if (!id) return null;
  const task = taskOf(id);
  const found = at_pointer(task, pointer);
  const frame = state.record.document;
  const base = { task: id, pointer, label: task.number || "" };
  if (/\/parties\/\d+$/.test(pointer)) {
    if (name === "unit") return { ...base, form: "unit", old: found.unit, name: found.name, region: frame.region?.code, on: frame.issued_on || (frame.year ? String(frame.year) : null) };
    return { ...base, form: "party", old: { role: found.role, name: found.name }, removable: true };
  }
  if (name === "unit") return null;
  if (/\/deadlines\/\d+$/.test(pointer)) return { ...base, form: "deadline", old: { kind: found.kind, earliest: found.earliest, latest: found.latest }, removable: true };
  return { ...base, form: "text", old: typeof found === "string" ? found : found?.text, removable: !["/title"].includes(pointer) };
}

function edit(name) {
  const wish = wishFor(name);
  if (!wish) { tell(say("choose")); return; }
  editor.open(wish, save);
}
function dropTask() {
  const id = state.value?.task || state.record.tasks[state.entries[state.current]?.task]?.id;
  if (!id) { tell(say("choose")); return; }
  editor.open({ form: "not-a-task", task: id, label: taskOf(id).title.slice(0, 30) }, save);
}
function addTask() {
  const found = marked();
  if (!found) { tell(say("select")); return; }
  editor.open({ form: "missing-task", ...found, label: "" }, save);
}

async function post(body) {
  const answer = await fetch(`/api/records/${state.index}/corrections`, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
  const told = await answer.json().catch(() => ({ error: String(answer.status) }));
  if (!answer.ok) throw new Error(told.error);
  return told;
}

async function save(bodies) {
  try {
    for (const body of bodies) {
      const line = await post(body);
      state.saved.push(line.id);
      tell(say("saved", { id: line.id }));
    }
    await openRecord(state.index, true);
    return true;
  } catch (error) { tell(say("failed", { why: error.message })); return false; }
}

async function undo() {
  const last = state.saved.pop();
  if (!last) { tell(say("noUndo")); return; }
  await post({ kind: "withdrawn", withdraws: last });
  tell(say("undone", { id: last }));
  await openRecord(state.index, true);
}

async function restore() {
  const text = await (await fetch("/api/draft")).text();
  if (!text) return;
  const draft = JSON.parse(text);
  editor.open(draft.wish, save, draft.values);
  tell(say("restored"));
}

// ---------------------------------------------------------------- keys and buttons

function step(by) {
  const entry = state.entries[state.current];
  const values = entry ? [...entry.node.querySelectorAll(".value")] : [];
  const now = values.findIndex((made) => made.classList.contains("lit"));
  if (values.length) choose(values[(now + by + values.length) % values.length]);
}
const ACTIONS = {
  j: () => go(state.current + 1), k: () => go(state.current - 1), ArrowRight: () => step(1), ArrowLeft: () => step(-1),
  e: () => edit(), u: () => edit("unit"), d: dropTask, m: addTask, z: undo, q: () => turn(state.view === "queue" ? "all" : "queue"),
  "?": () => at("help").showModal(),
};
document.addEventListener("keydown", (event) => {
  if (editor.isOpen() || at("help").open || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.matches("input, select, textarea")) { if (event.key === "Escape") event.target.blur(); return; }
  if (event.key === "Enter" && event.target.matches("li")) { event.preventDefault(); const first = doubtful(state.entries[state.current]); if (first) choose(first); return; }
  const action = ACTIONS[event.key];
  if (action) { event.preventDefault(); void action(); }
});

function turn(view) { state.view = view; state.current = -1; build(); }
function speak() {
  document.querySelectorAll("[data-say]").forEach((made) => { made.textContent = say(made.dataset.say); });
  at("language").textContent = getLanguage() === "zh" ? "English" : "中文";
  at("help-list").replaceChildren(...KEYS.flatMap(([key, english, chinese]) => [node("dt", {}, key), node("dd", {}, getLanguage() === "zh" ? chinese : english)]));
}
at("records").addEventListener("change", (event) => { void openRecord(Number(event.target.value)); });
at("by-code").addEventListener("change", () => turn(state.view));
at("by-unit").addEventListener("input", () => turn(state.view));
at("view-queue").addEventListener("click", () => turn("queue"));
at("view-all").addEventListener("click", () => turn("all"));
at("keys").addEventListener("click", ACTIONS["?"]);
at("help-close").addEventListener("click", () => at("help").close());
at("language").addEventListener("click", () => {
  setLanguage(getLanguage() === "zh" ? "en" : "zh");
  sessionStorage.setItem("language", getLanguage());
  speak(); fillCodes(); build();
});
start().catch((error) => { tell(error.message); console.error(error); });
