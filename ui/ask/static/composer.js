// The question box: Enter asks, Shift and Enter makes a new line, Stop while an answer is coming.

import { byId } from "./dom.js";
import { word } from "./shell.js";

let busy = false;
let editing = 0;
let ask = () => {};

const box = () => byId("rb-question");

export function grow() {
  const area = box();
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight + 2, 200)}px`;
}

export function fill(words, number = 0) {
  editing = number;
  box().value = words;
  byId("rb-editing").hidden = !number;
  grow();
  box().focus();
}

export function setBusy(on) {
  busy = on;
  const stop = byId("rb-stop");
  const send = byId("rb-send");
  const focused = document.activeElement === (on ? send : stop);
  send.hidden = on;
  stop.hidden = !on;
  stop.disabled = false;
  if (focused) (on ? stop : box()).focus();
}

export const isBusy = () => busy;

/** After the language has changed: the form was written anew. */
export function settle() {
  setBusy(busy);
  byId("rb-editing").hidden = !editing;
  count();
  grow();
}

export function texts() {
  return [...document.querySelectorAll('#rb-within input:checked')].map((input) => input.value);
}

function count() {
  const number = texts().length;
  byId("rb-within-count").textContent = number ? ` (${number})` : "";
}

function submit() {
  const question = box().value.trim();
  if (!question || busy) return;
  const instruments = texts();
  const options = instruments.length ? { instruments } : {};
  const replaces = editing;
  box().value = "";
  fill("");
  ask({ question, options, replaces, edited: Boolean(replaces) });
}

export function start(root, asking) {
  ask = asking;
  root.addEventListener("submit", (event) => {
    if (event.target.id !== "rb-form") return;
    event.preventDefault();
    submit();
  });
  root.addEventListener("input", (event) => { if (event.target.id === "rb-question") grow(); });
  root.addEventListener("change", (event) => { if (event.target.name === "instruments") count(); });
  root.addEventListener("keydown", (event) => {
    if (event.target.id !== "rb-question") return;
    // Enter that ends the composing of a Chinese word is no question yet.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      submit();
    }
  });
  root.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act === "unedit") fill("");
    if (act === "stop") {
      byId("rb-stop").disabled = true;
      byId("rb-said").textContent = word("stopping");
    }
  });
}
