// Learn mode: the reasoning behind every answer stands open.

import { byId } from "./dom.js";

const KEY = "rb_learn";
const REASONS = ".rb-understood, .rb-why";

export const learning = {
  get on() {
    try {
      return window.localStorage.getItem(KEY) === "1";
    } catch {
      return false;
    }
  },
  /** Remember the switch, and open or close what is there. */
  set(on) {
    try {
      window.localStorage.setItem(KEY, on ? "1" : "0");
    } catch { /* Private windows may refuse; then it holds until they are closed. */ }
    const box = byId("rb-conversation");
    for (const one of box.querySelectorAll(REASONS)) one.open = on;
    this.apply(box);
  },
  /** Open what has come. */
  apply(box) {
    const { on } = this;
    document.querySelector(".rb-root").classList.toggle("rb-learning", on);
    const control = byId("rb-learn");
    if (control) control.checked = on;
    if (!on) return;
    for (const one of box.querySelectorAll(REASONS)) {
      if (one.dataset.learnt) continue;
      one.dataset.learnt = "1";
      one.open = true;
    }
  },
};
