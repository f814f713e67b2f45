// The conversation in this browser: the newest turns, so that a reload loses nothing.

const KEY = "rb_conversation";
// The server takes a megabyte at a time.
const MOST = 900000;
const NEWEST = 20;
const bytes = (value) => new TextEncoder().encode(JSON.stringify(value)).length;

let kept = { owner: "", turns: [] };

/** What was kept; nothing where the browser refuses. */
export function load() {
  try {
    const found = JSON.parse(window.localStorage.getItem(KEY) || "null");
    if (found && Array.isArray(found.turns)) kept = { owner: String(found.owner || ""), turns: found.turns.filter((turn) => turn?.number > 0) };
  } catch { /* Damaged or refused: the conversation begins anew. */ }
  return kept;
}

/** Keep what a message says; `order` are the turns there are. */
export function keep(turns, order, owner) {
  const rest = kept.turns.filter((old) => !turns.some((turn) => turn.number === old.number));
  const all = [...rest, ...turns].filter((turn) => order.includes(turn.number));
  all.sort((one, other) => one.number - other.number);
  let newest = all.slice(-NEWEST);
  while (newest.length && bytes(newest) > MOST) newest = newest.slice(1);
  kept = { owner, turns: newest };
  try {
    if (newest.length) window.localStorage.setItem(KEY, JSON.stringify(kept));
    else window.localStorage.removeItem(KEY);
  } catch { /* Full or refused: it lasts as long as the page. */ }
}
