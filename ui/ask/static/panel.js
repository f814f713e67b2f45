// The source panel: beside the conversation where there is room, a sheet over it where not.

import { byId, say, swap } from "./dom.js";
import { listOf, newest } from "./conversation.js";
import * as popover from "./popover.js";
import { why, word } from "./shell.js";
import { sendInLine } from "./wire.js";

const narrow = window.matchMedia("(max-width: 1023px)");
let place = null;
let from = null;
let shownList = 0;

const panel = () => byId("rb-panel");
const isSheet = () => narrow.matches;

/** Show what the newest answer cites, unless somebody is reading a clause. */
export function list(number = newest(), force = false) {
  const html = listOf(number);
  if (!html) {
    if (!place) panel().hidden = true;
    layOut();
    return;
  }
  if (place && !force) return;
  place = null;
  shownList = number;
  swap(panel(), html);
  panel().hidden = isSheet() && !panel().classList.contains("rb-open");
  layOut();
}

/** Show a clause: `cite` is the id of a citation on the page. */
export async function openCited(cite, mark = null) {
  const cited = byId(cite);
  if (!cited) return;
  if (mark) from = mark;
  await look(JSON.parse(cited.dataset.place));
}

async function look(wanted) {
  place = wanted;
  panel().hidden = false;
  panel().setAttribute("aria-busy", "true");
  if (isSheet()) sheet(true);
  layOut();
  let message;
  try {
    message = await sendInLine("source", { look: wanted });
  } catch (error) {
    message = { error: why(error) };
  }
  if (place !== wanted) return;
  panel().removeAttribute("aria-busy");
  if (message.error) {
    say(message.error);
    return;
  }
  panel().innerHTML = message.html;
  panel().scrollTop = 0;
  const words = panel().querySelector(".rb-words mark") || panel().querySelector(".rb-here");
  if (words) {
    const box = panel().getBoundingClientRect();
    panel().scrollTop += words.getBoundingClientRect().top - box.top - box.height / 3;
  }
  byId("rb-panel-title").focus({ preventScroll: true });
}

function sheet(on) {
  const box = panel();
  box.classList.toggle("rb-open", on);
  document.documentElement.classList.toggle("rb-sheet", on);
  for (const other of document.querySelectorAll(".rb-left, [data-slot=header], [data-slot=foot]")) other.inert = on;
  if (on) {
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-modal", "true");
    box.setAttribute("aria-labelledby", "rb-panel-title");
  } else {
    box.removeAttribute("role");
    box.removeAttribute("aria-modal");
    box.removeAttribute("aria-labelledby");
  }
}

/** Back to where the reader came from. */
export function close() {
  const wasSheet = panel().classList.contains("rb-open");
  sheet(false);
  place = null;
  list(shownList || newest(), true);
  if (wasSheet) panel().hidden = true;
  layOut();
  const target = from && from.isConnected ? from : byId("rb-question");
  target.focus({ preventScroll: false });
  from = null;
}

/** The conversation begins anew. */
export function reset() {
  place = null;
  shownList = 0;
  sheet(false);
  panel().replaceChildren();
  panel().hidden = true;
  layOut();
}

/** The language has changed: show the same in it. */
export function again() {
  if (place) look(place);
  else list(shownList || newest(), true);
}

function layOut() {
  byId("rb-columns").classList.toggle("rb-two", !panel().hidden && !isSheet());
}

async function cite(words = false, style = "") {
  try {
    return await sendInLine("cite", { cite: { ...place, words, style } });
  } catch (error) {
    return { error: why(error) };
  }
}

async function showCited() {
  const box = panel().querySelector("[data-cited]");
  const message = await cite(false, panel().querySelector("[data-style]").value);
  box.textContent = message.error || message.text;
  box.dataset.name = message.name || "";
  box.dataset.type = message.type || "";
}

export async function copy(promise) {
  try {
    const words = await promise;
    await navigator.clipboard.writeText(words);
    say(word("copied"));
  } catch {
    say(word("copy_failed"));
  }
}

export function save(name, type, content) {
  const link = document.createElement("a");
  const address = URL.createObjectURL(new Blob([content], { type }));
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

const acts = {
  source: (button) => {
    const mark = button.closest("#rb-popover") ? popover.current() : button;
    popover.hide();
    openCited(button.dataset.cite, mark);
  },
  list: () => {
    place = null;
    list(shownList || newest(), true);
    byId("rb-panel-title")?.focus();
  },
  close,
  go: (button) => look({
    locator: button.dataset.locator, version: place.version, language: place.language,
    authority: place.authority, spans: [], number: 0,
  }),
  beside: async (button) => {
    const box = panel().querySelector("[data-beside]");
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    box.hidden = !open;
    if (!open || box.innerHTML) return;
    const message = await sendInLine("beside", { look: place });
    box.innerHTML = message.html || "";
    if (message.error) say(message.error);
  },
  "copy-clause": () => copy(cite(true).then((message) => message.text ?? Promise.reject())),
  "copy-cited": () => copy(Promise.resolve(panel().querySelector("[data-cited]").textContent)),
  "save-cited": () => {
    const box = panel().querySelector("[data-cited]");
    if (box.dataset.name) save(box.dataset.name, box.dataset.type, box.textContent);
  },
};

export function start(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button && acts[button.dataset.act]) acts[button.dataset.act](button);
  });
  root.addEventListener("toggle", (event) => {
    if (event.target.matches?.(".rb-cite") && event.target.open) showCited();
  }, true);
  root.addEventListener("change", (event) => {
    if (event.target.matches("[data-style]")) showCited();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel().contains(document.activeElement) && place) close();
  });
  narrow.addEventListener("change", () => {
    sheet(isSheet() && Boolean(place));
    panel().hidden = isSheet() ? !place : !panel().innerHTML;
    layOut();
  });
}

