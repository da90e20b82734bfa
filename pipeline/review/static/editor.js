// The form in which a value is corrected; what is typed is kept by the server at each keystroke until it is saved.
import { node } from "./sheet.js";
import { say, getLanguage, COLUMN_ROLES, COLUMN_WORDS, PARTY_ROLES, DEADLINE_KINDS } from "./words.js";

const editor = document.getElementById("editor");
const form = document.getElementById("form");
let current = null;

export const isOpen = () => editor.open;

function pair(key, control) { return node("label", { class: "pair" }, node("span", {}, say(key)), control); }
function choice(name, words, value) {
  const made = node("select", { name });
  for (const word of words) made.append(node("option", { value: word }, say(word)));
  made.value = value;
  return made;
}
function input(name, value, attributes = {}) { const made = node("input", { name, ...attributes }); made.value = value ?? ""; return made; }
function check(name, key) { return node("label", { class: "check" }, node("input", { type: "checkbox", name }), node("span", {}, say(key))); }

const FORMS = {
  text(wish) {
    const made = node("textarea", { name: "new" });
    made.value = wish.old ?? "";
    return [pair("edit", made)];
  },
  role(wish) { return [pair("role", choice("new", PARTY_ROLES, wish.old))]; },
  party(wish) { return [pair("role", choice("role", PARTY_ROLES, wish.old.role)), pair("name", input("name", wish.old.name))]; },
  unit(wish) {
    const asked = input("new", wish.old || wish.name, { spellcheck: "false" });
    const shown = node("div", { id: "suggested", role: "group", "aria-label": say("unitId") });
    let turn = 0;
    const ask = async () => {
      const mine = ++turn;
      const query = new URLSearchParams({ name: asked.value });
      if (wish.region) query.set("region", wish.region);
      if (wish.on) query.set("on", wish.on);
      const found = await (await fetch(`/api/units?${query}`)).json();
      if (mine !== turn) return;
      shown.replaceChildren(...found.map((unit) => {
        const button = node("button", { type: "button", "data-unit": unit.id }, `${unit.name} `, node("small", {}, unit.id));
        button.addEventListener("click", () => { asked.value = unit.id; keep(); asked.focus(); });
        return button;
      }));
    };
    asked.addEventListener("input", ask);
    ask();
    return [pair("unitId", asked), shown, check("everywhere", "everywhere")];
  },
  deadline(wish) {
    return [pair("kind", choice("kind", DEADLINE_KINDS, wish.old.kind)),
      pair("earliest", input("earliest", wish.old.earliest, { pattern: "\\d{4}-\\d{2}-\\d{2}", inputmode: "numeric" })),
      pair("latest", input("latest", wish.old.latest, { pattern: "\\d{4}-\\d{2}-\\d{2}", inputmode: "numeric" }))];
  },
  column(wish) {
    const set = node("fieldset", {}, node("legend", {}, wish.name));
    for (const role of COLUMN_ROLES) {
      const box = node("input", { type: "checkbox", name: "role", value: role });
      box.checked = wish.old.includes(role);
      set.append(node("label", { class: "check" }, box, node("span", {}, getLanguage() === "zh" ? COLUMN_WORDS[role] : role)));
    }
    return [set, check("layout", "layout"), check("confirm", "confirm")];
  },
  "missing-task"(wish) {
    return [pair("title", input("title", wish.quote)), pair("number", input("number", "")), pair("leads", input("leads", "")),
      pair("others", input("others", "")), pair("when", input("when", ""))];
  },
  "not-a-task"() { return []; },
};

// What the form says, as the bodies of requests; [] where nothing is changed.
function read(wish) {
  const data = new FormData(form);
  const why = data.get("why") || "";
  const given = (name) => String(data.get(name) ?? "").trim();
  const base = { task: wish.task ?? null, pointer: wish.pointer ?? null, why };
  switch (wish.form) {
    case "text": return [{ ...base, kind: "text", new: given("new") || null }];
    case "party": {
      const found = [];
      if (given("role") !== wish.old.role) found.push({ ...base, kind: "role", pointer: `${wish.pointer}/role`, new: given("role") });
      if (given("name") !== wish.old.name) found.push({ ...base, kind: "text", pointer: `${wish.pointer}/name`, new: given("name") || null });
      return found;
    }
    case "unit": return [{ ...base, kind: "unit", pointer: `${wish.pointer}/unit`, new: given("new") || null, scope: data.get("everywhere") ? "everywhere" : "here" }];
    case "deadline": return [{ ...base, kind: "deadline", new: { kind: given("kind"), earliest: given("earliest") || null, latest: given("latest") || null } }];
    case "column": {
      if (data.get("confirm")) return [{ kind: "layout", table: wish.table, why }];
      return [{ kind: "column", table: wish.table, column: wish.column, new: data.getAll("role"), scope: data.get("layout") ? "layout" : "document", why }];
    }
    case "missing-task": {
      const units = (name, role) => given(name).split(/[、,，]/).map((text) => text.trim()).filter(Boolean).map((text) => ({ name: text, role }));
      const task = { title: given("title") || null, number: given("number") || null, parties: [...units("leads", "lead"), ...units("others", "responsible")],
        deadlines: given("when") ? [given("when")] : [] };
      return [{ kind: "missing-task", block: wish.block, row: wish.row, column: wish.column, quote: wish.quote, new: task, why }];
    }
    default: return [{ ...base, kind: "not-a-task" }];
  }
}

export function open(wish, save, values = null) {
  current = { wish, save };
  const title = node("h2", { id: "editor-title" }, `${say(wish.form === "missing-task" ? "missing" : wish.form === "not-a-task" ? "dropTask" : "edit")} · ${wish.label ?? ""}`);
  const actions = node("div", { class: "actions" }, node("button", { class: "main", type: "submit", value: "save" }, say("save")),
    node("button", { type: "button", id: "cancel" }, say("cancel")));
  if (["text", "party", "deadline"].includes(wish.form) && wish.removable) {
    const remove = node("button", { type: "button", id: "remove" }, say("remove"));
    remove.addEventListener("click", () => done([{ task: wish.task, why: "", ...removal(wish) }]));
    actions.append(remove);
  }
  form.replaceChildren(title, ...FORMS[wish.form](wish), pair("why", input("why", "")), actions);
  for (const [name, value] of values || []) {
    const control = form.elements.namedItem(name);
    if (control && control.type !== "checkbox") control.value = value;
  }
  form.querySelector("#cancel").addEventListener("click", close);
  if (!editor.open) editor.showModal();
  const first = form.querySelector("textarea, select, input");
  if (first) { first.focus(); if (first.select) first.select(); }
}

function removal(wish) {
  if (wish.form === "party") return { kind: "text", pointer: `${wish.pointer}/name`, new: null };
  return { kind: wish.form, pointer: wish.pointer, new: null };
}

export function close() { editor.close(); current = null; void send(""); }

async function done(bodies) {
  const { save } = current;
  if (await save(bodies)) close();
}

let chain = Promise.resolve();
function send(text) {
  chain = chain.then(() => fetch("/api/draft", { method: "POST", body: text })).catch(() => undefined);
  return chain;
}
function keep() { if (current) void send(JSON.stringify({ wish: current.wish, values: [...new FormData(form)] })); }

form.addEventListener("input", keep);
form.addEventListener("submit", (event) => { event.preventDefault(); if (form.reportValidity() && current) void done(read(current.wish)); });
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.tagName === "TEXTAREA" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  if (event.key === "Enter" && event.target.tagName === "SELECT") { event.preventDefault(); form.requestSubmit(); }
});
editor.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
