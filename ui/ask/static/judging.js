// Was this right? The form under an answer; what is said stays on this installation.

import { say } from "./dom.js";
import { why } from "./shell.js";
import { sendInLine } from "./wire.js";

async function judge(form) {
  const data = new FormData(form);
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  let message;
  try {
    message = await sendInLine("judge", {
      turn: Number(form.dataset.judge), citation: Number(data.get("citation")),
      reason: data.get("reason"), comment: data.get("comment"),
    });
  } catch (error) {
    message = { error: why(error) };
  }
  button.disabled = false;
  say(message.error || message.thanks);
  if (message.error) return;
  form.reset();
  const box = form.closest("details");
  box.open = false;
  box.querySelector("summary").focus();
}

export function start(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-judge]");
    if (!form) return;
    event.preventDefault();
    judge(form);
  });
}
