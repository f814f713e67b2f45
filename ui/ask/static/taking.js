// Taking an answer away: the server makes the file, the page hands it out, nothing stays behind.

import { say } from "./dom.js";
import { copy, save } from "./panel.js";
import { why, word } from "./shell.js";
import { sendInLine } from "./wire.js";

function bytes(content) {
  return Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
}

async function made(turn, form) {
  say(word("working_export"));
  let message;
  try {
    message = await sendInLine("export", { turn: Number(turn), form });
  } catch (error) {
    message = { error: why(error) };
  }
  if (message.error) {
    say(message.error);
    throw new Error(message.error);
  }
  return message;
}

async function take(button) {
  const { turn, form } = button.dataset;
  button.closest("details")?.removeAttribute("open");
  // A window has to be opened at once; later the browser takes it for advertising.
  const sheet = form === "html" ? window.open("about:blank", "_blank") : null;
  let message;
  try {
    message = await made(turn, form);
  } catch {
    sheet?.close();
    return;
  }
  if (sheet) {
    const page = new Blob([bytes(message.content)], { type: message.type });
    sheet.location.replace(URL.createObjectURL(page));
    say("");
    return;
  }
  save(message.name, message.type, bytes(message.content));
  say(word("saved").replace("{name}", message.name));
}

export function start(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button?.dataset.act === "export") take(button);
    else if (button?.dataset.act === "copy") {
      copy(made(button.dataset.turn, "text").then((message) => new TextDecoder().decode(bytes(message.content))));
    } else if (!event.target.closest(".rb-menu")) {
      for (const menu of document.querySelectorAll(".rb-menu[open]")) menu.open = false;
    }
  });
  root.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest(".rb-menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
