// The Ask page: draws the frame, connects it with Gradio, and lets each part do its work.

import * as chips from "./chips.js";
import * as composer from "./composer.js";
import * as conversation from "./conversation.js";
import { byId, reveal, say } from "./dom.js";
import * as judging from "./judging.js";
import * as keeping from "./keeping.js";
import { learning } from "./learning.js";
import * as panel from "./panel.js";
import * as popover from "./popover.js";
import * as shell from "./shell.js";
import * as taking from "./taking.js";
import { connect, send, tell } from "./wire.js";

let owner = "";

function style(address) {
  return new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
}

function heard(message) {
  if (message.shell?.en) {
    // Other texts are installed than when the server drew the page.
    shell.renew(message.shell);
    composer.settle();
    learning.apply(byId("rb-conversation"));
  }
  if (message.user) {
    owner = message.user;
    shell.signedIn(message.headers);
  }
  if (message.language !== shell.language() && message.turns.length) {
    // Asked before the switch, answered after it.
    say("");
    send("speak").catch(() => {});
  }
  const settled = conversation.takeIn(message);
  keeping.keep(message.keep, message.order, owner);
  arrange();
  if (settled.length) panel.list(conversation.newest(), true);
  else if (message.restored) panel.list();
}

function arrange() {
  const empty = conversation.isEmpty();
  document.querySelector(".rb-root").classList.toggle("rb-empty", empty);
  byId("rb-examples").hidden = !empty;
  byId("rb-clear").hidden = empty;
}

async function ask(request, back = "") {
  if (composer.isBusy()) return;
  composer.setBusy(true);
  popover.hide();
  panel.reset();
  try {
    const message = await send("ask", request);
    say(message.error || "");
    returnTo(back, request.replaces);
  } catch (error) {
    say(shell.why(error));
    composer.fill(request.question, request.replaces);
  } finally {
    composer.setBusy(false);
  }
}

/** Who asked again by a control goes on from there, if they are where it left them. */
function returnTo(ident, number) {
  const there = document.activeElement;
  if (!ident || !(there === document.body || there?.id === `t${number}`)) return;
  byId(ident)?.focus({ preventScroll: true });
}

async function speak(tag) {
  if (tag === shell.language()) return;
  popover.hide();
  shell.speak(tag);
  shell.remember(tag);
  composer.settle();
  learning.apply(byId("rb-conversation"));
  arrange();
  if (conversation.isEmpty()) return;
  try {
    await send("speak");
  } catch (error) {
    say(shell.why(error));
  }
  panel.again();
}

const acts = {
  skip: (_, event) => {
    event.preventDefault();
    byId("rb-main").focus();
  },
  example: (button) => ask({ question: button.textContent.trim() }),
  say: (button) => ask({ question: button.textContent.trim() }),
  retry: (button) => {
    const turn = conversation.turnOf(button.dataset.turn);
    byId(`t${turn.number}`).focus({ preventScroll: true });
    const request = { question: turn.question, options: turn.options, replaces: turn.number };
    ask(request, `t${turn.number}-retry`);
  },
  edit: (button) => {
    const turn = conversation.turnOf(button.dataset.turn);
    composer.fill(turn.question, turn.number);
    reveal(byId("rb-question"), "nearest");
  },
  stop: () => {
    tell("stop_asking");
    // Where even stopping gets no answer, the box must not stay closed.
    setTimeout(() => { if (composer.isBusy() && byId("rb-stop").disabled) composer.setBusy(false); }, 8000);
  },
  clear: async () => {
    if (composer.isBusy()) tell("stop_asking");
    panel.reset();
    await send("clear_all").catch(() => {});
    composer.fill("");
    say(shell.word("cleared"));
  },
};

function listen(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button && acts[button.dataset.act]) acts[button.dataset.act](button, event);
    const choice = event.target.closest("[data-language]");
    if (choice && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      speak(choice.dataset.language);
    }
  });
  root.addEventListener("change", (event) => {
    if (event.target.id === "rb-learn") learning.set(event.target.checked);
  });
}

/** Everything begins here, called by the component that carries the messages. */
export async function start({ element, props, watch, trigger }) {
  await Promise.all(props.styles.map(style));
  // Gradio has a main part of its own around ours.
  element.closest("main")?.setAttribute("role", "presentation");
  const root = element.querySelector(".rb-carrier");
  root.className = "rb-root rb-empty";
  shell.draw(root, props.shell);
  shell.speak(shell.firstLanguage());
  if (new URL(window.location.href).searchParams.has("lang")) shell.remember(shell.language());
  listen(root);
  composer.start(root, ask);
  chips.start(root, ask);
  popover.start(root, panel.openCited);
  panel.start(root);
  taking.start(root);
  judging.start(root);
  learning.apply(byId("rb-conversation"));
  connect({ props, watch, trigger }, window.rbDesk, heard);
  const wanted = new URL(window.location.href).searchParams.get("q");
  composer.fill(wanted || "");
  const kept = keeping.load();
  owner = kept.owner;
  root.dataset.ready = "1";
  await send("hello", { owner: kept.owner, kept: kept.turns }).catch(() => {});
  root.dataset.ready = "2";
}
