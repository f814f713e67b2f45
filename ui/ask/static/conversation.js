// The conversation: each turn is a row of named pieces, of which only those that changed are
// written anew, so that nobody loses their place.

import { announce, byId, reveal, swap } from "./dom.js";
import { learning } from "./learning.js";

const drawn = new Map();
const known = new Map();

let revealed = 0;

// Whoever scrolls away by hand is not fetched back.
for (const kind of ["wheel", "touchmove"]) {
  window.addEventListener(kind, () => { revealed = 0; }, { passive: true });
}

/** What is known of a turn: question, options, state. */
export const turnOf = (number) => known.get(Number(number));
export const newest = () => Math.max(0, ...known.keys());
export const isEmpty = () => known.size === 0;
export const listOf = (number) => known.get(number)?.list || "";

/** Take in a message; returns the turns that were settled by it. */
export function takeIn(message) {
  const box = byId("rb-conversation");
  for (const number of [...known.keys()]) {
    if (!message.order.includes(number)) {
      known.delete(number);
      drawn.delete(number);
      byId(`t${number}`)?.remove();
    }
  }
  const settled = [];
  for (const turn of message.turns) {
    const before = known.get(turn.number);
    known.set(turn.number, turn);
    const article = articleOf(turn.number, box);
    const isNew = !before;
    write(article, turn, message.serial);
    if (message.restored) continue;
    if (isNew) {
      revealed = turn.number;
      reveal(article);
    } else if (before.state === "waiting" && revealed === turn.number) reveal(article);
    const wasOpen = !before || before.state === "waiting" || before.state === "growing";
    if (wasOpen && !["waiting", "growing"].includes(turn.state)) settled.push(turn);
  }
  for (const turn of settled) {
    const words = turn.said || byId(`t${turn.number}`)?.querySelector("[data-part=state]")?.innerText;
    announce(words || "", turn.language);
  }
  learning.apply(box);
  return settled;
}

function articleOf(number, box) {
  const there = byId(`t${number}`);
  if (there) return there;
  const article = document.createElement("article");
  article.id = `t${number}`;
  article.className = "rb-turn";
  article.tabIndex = -1;
  const after = [...box.children].find((other) => Number(other.id.slice(1)) > number);
  box.insertBefore(article, after || null);
  drawn.set(number, new Map());
  return article;
}

function write(article, turn, serial) {
  const pieces = drawn.get(turn.number);
  const wanted = new Set(turn.parts.map(([name]) => name));
  for (const [name, { element }] of [...pieces]) {
    if (!wanted.has(name)) {
      if (element.contains(document.activeElement)) article.focus({ preventScroll: true });
      element.remove();
      pieces.delete(name);
    }
  }
  let place = null;
  for (const [name, language, html] of turn.parts) {
    let piece = pieces.get(name);
    if (!piece) {
      const element = document.createElement("div");
      element.dataset.part = name;
      element.className = "rb-part";
      piece = { element, html: "" };
      pieces.set(name, piece);
    }
    if (piece.html !== html) {
      const lost = swap(piece.element, html);
      if (lost) article.focus({ preventScroll: true });
      piece.html = html;
    }
    piece.element.lang = language;
    const next = place ? place.nextSibling : article.firstChild;
    if (next !== piece.element) article.insertBefore(piece.element, next);
    place = piece.element;
  }
  article.dataset.state = turn.state;
  article.dataset.serial = serial;
  article.setAttribute("aria-busy", String(["waiting", "growing"].includes(turn.state)));
  for (const mark of article.querySelectorAll(".rb-mark")) {
    const cited = byId(mark.dataset.cite);
    if (cited) mark.href = cited.dataset.href;
  }
}
