// Beside a mark, its quotation: on hovering, on focus, on the first touch. Escape closes it.

import { byId } from "./dom.js";
import { word } from "./shell.js";

let mark = null;
let closing = 0;
let touched = false;
const box = () => byId("rb-popover");

/** The mark whose quotation is shown, if any. */
export const current = () => mark;

export function show(at) {
  clearTimeout(closing);
  const cited = byId(at.dataset.cite);
  if (!cited || mark === at) return;
  hide();
  mark = at;
  const popover = box();
  popover.innerHTML = `<div class="rb-pop-body" tabindex="0">${cited.innerHTML}</div>`;
  popover.setAttribute("aria-label", at.getAttribute("aria-label"));
  if (touched) {
    const open = document.createElement("button");
    open.type = "button";
    open.className = "rb-button";
    open.dataset.act = "source";
    open.dataset.cite = at.dataset.cite;
    open.textContent = word("to_source");
    popover.append(open);
  }
  popover.showPopover?.();
  place(at, popover);
}

export function hide() {
  clearTimeout(closing);
  if (!mark) return;
  mark = null;
  box().hidePopover?.();
  box().replaceChildren();
}

function place(at, popover) {
  const edge = 8;
  const words = at.getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  const left = Math.min(Math.max(edge, words.left - 24), window.innerWidth - width - edge);
  const above = words.top - height - edge;
  const below = words.bottom + edge;
  const fits = below + height <= window.innerHeight - edge;
  popover.style.left = `${Math.max(edge, left)}px`;
  popover.style.top = `${Math.max(edge, fits || above < edge ? Math.min(below, window.innerHeight - height - edge) : above)}px`;
}

function soon() {
  clearTimeout(closing);
  closing = setTimeout(hide, 250);
}

/** Watch the marks of the page. */
export function start(root, open) {
  root.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const at = event.target.closest(".rb-mark");
    if (at) {
      touched = false;
      show(at);
    } else if (event.target.closest("#rb-popover")) clearTimeout(closing);
    else if (mark && document.activeElement !== mark) soon();
  });
  root.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    if (!event.target.closest("#rb-popover, .rb-mark")) hide();
  });
  root.addEventListener("focusin", (event) => {
    const at = event.target.closest(".rb-mark");
    if (at && (at.matches(":focus-visible") || touched)) show(at);
    else if (mark && !event.target.closest("#rb-popover, .rb-mark")) hide();
  });
  root.addEventListener("click", (event) => {
    const at = event.target.closest(".rb-mark");
    if (!at || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (touched && mark !== at) show(at);
    else if (touched && event.detail && !at.dataset.shown) at.dataset.shown = "1";
    else {
      hide();
      open(at.dataset.cite, at);
    }
    if (!touched) delete at.dataset.shown;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && mark) {
      const back = mark;
      const inside = box().contains(document.activeElement);
      hide();
      if (inside) back.focus();
      event.stopPropagation();
    }
  }, true);
  window.addEventListener("scroll", () => {
    if (!mark) return;
    const { top, bottom } = mark.getBoundingClientRect();
    if (bottom < 0 || top > window.innerHeight || !mark.isConnected) hide();
    else place(mark, box());
  }, { passive: true });
  window.addEventListener("resize", hide);
}
