// The chips under a question: each opens a small form; what is sent asks the turn again.

import { byId } from "./dom.js";
import { turnOf } from "./conversation.js";

let ask = () => {};

function toggle(chip) {
  const form = byId(chip.getAttribute("aria-controls"));
  const open = form.hidden;
  for (const other of document.querySelectorAll(".rb-correct:not([hidden])")) shut(other);
  if (!open) return;
  form.hidden = false;
  chip.setAttribute("aria-expanded", "true");
  form.querySelector("input:checked, input, select").focus();
}

function shut(form, back = false) {
  form.hidden = true;
  const chip = byId(form.id.replace(/-form$/, ""));
  chip?.setAttribute("aria-expanded", "false");
  if (back) chip?.focus();
}

function chosen(form) {
  const data = new FormData(form);
  switch (form.dataset.correct) {
    case "language": return data.get(`t${form.dataset.turn}-reply`);
    case "as_at": return data.get("as_at");
    case "topics": return [...data.getAll("topics"), ...data.getAll("more").filter(Boolean)];
    default: return data.getAll("jurisdictions");
  }
}

function askAgain(number, name, value) {
  const turn = turnOf(number);
  const options = { ...turn.options };
  if (value === null || value === "" || value.length === 0) delete options[name];
  else options[name] = value;
  ask({ question: turn.question, options, replaces: turn.number }, `t${number}-${name}`);
}

export function start(root, asking) {
  ask = asking;
  root.addEventListener("submit", (event) => {
    const form = event.target.closest(".rb-correct");
    if (!form) return;
    event.preventDefault();
    askAgain(form.dataset.turn, form.dataset.correct, chosen(form));
  });
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    const { act } = button.dataset;
    const form = button.closest(".rb-correct") || button;
    if (act === "chip") toggle(button);
    else if (act === "close-chip") shut(form, true);
    else if (act === "set") askAgain(form.dataset.turn, form.dataset.correct, true);
    else if (act === "unset") askAgain(form.dataset.turn, form.dataset.correct, null);
  });
  root.addEventListener("keydown", (event) => {
    const form = event.key === "Escape" && event.target.closest(".rb-correct");
    if (form) shut(form, true);
  });
}
