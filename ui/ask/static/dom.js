// Small helpers for a page that is written anew in places while somebody reads it.

export const byId = (id) => document.getElementById(id);

/** Write HTML into an element; what is open, filled in and focused there stays so. */
export function swap(element, html) {
  const open = [...element.querySelectorAll("details[open][id]")].map((one) => one.id);
  const shut = [...element.querySelectorAll("details:not([open])[id]")].map((one) => one.id);
  const filled = [...element.querySelectorAll("textarea[id], input[id]")].map((one) => ({
    id: one.id, value: one.value, checked: one.checked,
  }));
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  const range = focused && "selectionStart" in focused && focused.tagName === "TEXTAREA"
    ? [focused.selectionStart, focused.selectionEnd] : null;
  const ident = focused ? focused.id : "";
  element.innerHTML = html;
  for (const id of open) if (byId(id)) byId(id).open = true;
  for (const id of shut) if (byId(id)) byId(id).open = false;
  for (const { id, value, checked } of filled) {
    const now = byId(id);
    if (!now || !element.contains(now)) continue;
    if (now.type === "checkbox") now.checked = checked;
    else if (now.tagName === "TEXTAREA") now.value = value;
  }
  const again = ident && byId(ident);
  if (again && element.contains(again)) {
    again.focus({ preventScroll: true });
    if (range) again.setSelectionRange(...range);
  }
  return Boolean(focused) && !again;
}

export const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

export function reveal(element, block = "start") {
  element.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block });
}

/** Say something to screen readers and, for a moment, on the screen. */
export function say(words) {
  const told = byId("rb-said");
  told.textContent = "";
  requestAnimationFrame(() => { told.textContent = words; });
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { told.textContent = ""; }, 4000);
}

/** Have new words of the conversation read out, in their language. */
export function announce(words, language) {
  const log = byId("rb-announcer");
  const line = document.createElement("p");
  line.textContent = words;
  if (language) line.lang = language;
  log.append(line);
  while (log.children.length > 3) log.firstChild.remove();
}
