// Requests to Gradio and its messages back. A message says all that its event has changed so far,
// because of several that arrive together only the last is seen.

const waiting = new Map();
const PATIENCE = 20000;
let listener = () => {};
let trigger = () => {};
let count = 0;
let line = Promise.resolve();

// What the server refuses, Gradio would tell in words of its own.
const fetching = window.fetch.bind(window);
window.fetch = async (...args) => {
  const response = await fetching(...args);
  if (!response.ok && String(args[0]?.url || args[0]).includes("/queue/join")) {
    for (const [id, asked] of [...waiting]) {
      if (!String(args[1]?.body || "").includes(`"${id}"`)) continue;
      clearTimeout(asked.timer);
      waiting.delete(id);
      const seconds = Number(response.headers.get("retry-after"));
      asked.reject(Object.assign(new Error("refused"), { seconds }));
    }
  }
  return response;
};

/** Connect to the two components: `page` carries the conversation, the desk all small answers. */
export function connect(page, desk, heard) {
  trigger = page.trigger;
  listener = heard;
  page.watch("value", () => take(page.props.value));
  desk.watch("value", () => take(desk.props.value));
}

function take(message) {
  if (!message) return;
  const asked = waiting.get(message.answers);
  if (message.order) listener(message);
  if (!asked) return;
  clearTimeout(asked.timer);
  if (message.done) {
    waiting.delete(message.answers);
    asked.resolve(message);
  }
}

/** Ask for something; resolves with the last message about it, rejects when none comes. */
export function send(kind, data = {}) {
  count += 1;
  const id = `${Date.now().toString(36)}.${count}`;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      waiting.delete(id);
      reject(new Error("no reply"));
    }, PATIENCE);
    waiting.set(id, { resolve, reject, timer });
    trigger(kind, { id, language: document.documentElement.dataset.rbLanguage, ...data });
  });
}

/** As `send`, one after another: their answers come through one place. */
export function sendInLine(kind, data) {
  const turn = line.then(() => send(kind, data));
  line = turn.catch(() => {});
  return turn;
}

/** Tell without expecting an answer. */
export function tell(kind, data = {}) {
  trigger(kind, { id: "", ...data });
}
