// The left side: the source as pictures of its pages, or as the grid that was read, and what is lit on it.
import { say } from "./words.js";

const sheet = document.getElementById("sheet");
let blocks = new Map();   // block id → {cells: Map, paragraph}
let pages = [];
let later = [];
const FIRST_ROWS = 60;

export function node(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") made.className = value; else if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function showPages(index, sizes, tasks, onPlace) {
  blocks = new Map();
  pages = sizes.map((size, number) => {
    const page = node("div", { class: "page", "data-page": number + 1 });
    page.style.width = `${size.width * 1.25}px`;
    page.style.aspectRatio = `${size.width} / ${size.height}`;
    const picture = node("img", { loading: number < 2 ? "eager" : "lazy", alt: `${number + 1}`, decoding: "async",
      src: `/api/records/${index}/pages/${number + 1}.png` });
    page.append(picture);
    page.size = size;
    page.addEventListener("click", (event) => hitPage(page, event, tasks, onPlace));
    return page;
  });
  sheet.replaceChildren(...pages);
}

function hitPage(page, event, tasks, onPlace) {
  const frame = page.getBoundingClientRect();
  const x = (event.clientX - frame.left) / frame.width * page.size.width;
  const y = (event.clientY - frame.top) / frame.height * page.size.height;
  const number = Number(page.dataset.page);
  onPlace((place) => place.page === number && place.bbox && x >= place.bbox[0] && x <= place.bbox[2] && y >= place.bbox[1] && y <= place.bbox[3]);
}

export function showGrid(found, onPlace) {
  pages = [];
  blocks = new Map();
  if (!found.length) { sheet.replaceChildren(node("p", { class: "muted" }, say("nosource"))); return; }
  later = [];
  sheet.replaceChildren(...found.map((block) => (block.cells ? makeTable(block, onPlace) : makeParagraph(block, onPlace))));
  setTimeout(() => addLater(), 200);
}

function makeParagraph(block, onPlace) {
  const made = node("p", { class: "paragraph place", "data-block": block.id }, block.text);
  made.whole = block.text;
  made.addEventListener("click", () => clicked(made, onPlace, (place) => place.block === block.id));
  blocks.set(`${block.id}`, made);
  return made;
}

function makeTable(block, onPlace) {
  const body = node("tbody");
  const lines = Array.from({ length: block.rows }, () => []);
  for (const cell of block.cells) lines[cell[0]].push(cell);
  const table = { block, lines, body, onPlace, next: 0 };
  addRows(table, FIRST_ROWS);
  if (table.next < lines.length) later.push(table);
  return node("table", { "data-block": block.id }, body);
}

function addRows(table, count) {
  const end = Math.min(table.next + count, table.lines.length);
  for (; table.next < end; table.next += 1) table.body.append(node("tr", {}, ...table.lines[table.next].map((cell) => makeCell(table, cell))));
}

function makeCell({ block, onPlace }, [row, column, rowSpan, columnSpan, text]) {
  const cell = node("td", { "data-block": block.id, "data-row": row, "data-column": column, class: "place",
    rowspan: rowSpan > 1 ? rowSpan : null, colspan: columnSpan > 1 ? columnSpan : null }, text);
  cell.whole = text;
  cell.addEventListener("click", () => clicked(cell, onPlace, (place) => place.block === block.id && place.row === row && place.column === column));
  blocks.set(`${block.id}/${row}/${column}`, cell);
  return cell;
}

// Rows of long tables come while the browser has nothing else to do, or at once where one of them is to be lit.
function addLater(all = false) {
  while (later.length) {
    addRows(later[0], all ? Infinity : 100);
    if (later[0].next >= later[0].lines.length) later.shift();
    if (!all) { setTimeout(() => addLater(), 60); return; }
  }
}

function clicked(made, onPlace, fits) { if (String(getSelection()).trim() === "") onPlace(fits); }

let lit = [];
export function light(places, scroll = true) {
  for (const [made, isBox] of lit) { if (isBox) made.remove(); else { made.classList.remove("lit-cell"); made.textContent = made.whole; } }
  lit = [];
  const cells = new Map();
  for (const place of places) {
    if (pages.length && place.page && place.bbox) { lit.push([box(place), true]); continue; }
    const key = place.row === null ? place.block : `${place.block}/${place.row}/${place.column}`;
    if (!blocks.has(key)) addLater(true);
    const made = blocks.get(key);
    if (made) cells.set(made, [...(cells.get(made) || []), place.span]);
  }
  for (const [made, spans] of cells) { paint(made, spans); lit.push([made, false]); }
  if (scroll && lit.length) lit[0][0].scrollIntoView({ block: "center", inline: "nearest" });
}

function box(place) {
  const page = pages[place.page - 1];
  const made = node("div", { class: "box" });
  const [x0, top, x1, bottom] = place.bbox;
  made.style.left = `${x0 / page.size.width * 100}%`;
  made.style.top = `${top / page.size.height * 100}%`;
  made.style.width = `${(x1 - x0) / page.size.width * 100}%`;
  made.style.height = `${(bottom - top) / page.size.height * 100}%`;
  page.append(made);
  return made;
}

function paint(made, spans) {
  const points = Array.from(made.whole);  // offsets count code points
  const pieces = [];
  let at = 0;
  for (const [start, end] of spans.sort((one, other) => one[0] - other[0])) {
    if (start < at) continue;
    pieces.push(points.slice(at, start).join(""), node("mark", {}, points.slice(start, end).join("")));
    at = end;
  }
  pieces.push(points.slice(at).join(""));
  made.replaceChildren(...pieces);
  made.classList.add("lit-cell");
}

// The text that is marked on the left, with its block and cell; null where nothing is marked.
export function marked() {
  const selection = getSelection();
  const text = String(selection).trim();
  const holder = selection.anchorNode && (selection.anchorNode.nodeType === 1 ? selection.anchorNode : selection.anchorNode.parentElement);
  const made = holder && holder.closest("[data-block]");
  if (!text || !made || !sheet.contains(made)) return null;
  const row = made.dataset.row === undefined ? null : Number(made.dataset.row);
  return { block: made.dataset.block, row, column: row === null ? null : Number(made.dataset.column), quote: text };
}
