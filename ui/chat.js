// Runs once with the conversation's element: marks lead to their clause, and a new question
// scrolls into view. Links with "#…" alone would reload the page, as it has a base address.
const root = document.documentElement;
const tags = { en: "en", "zh-Hant": "zh-Hant-HK", "zh-Hans": "zh-Hans-CN" };
const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const reveal = (target) => {
  const behavior = calm() ? "auto" : "smooth";
  const box = target.closest("#rb-conversation, #rb-clauses");
  // On a wide screen the two columns scroll, on a narrow one the page.
  if (getComputedStyle(box).overflowY !== "auto") {
    target.scrollIntoView({ behavior, block: "start" });
    return;
  }
  const top = target.getBoundingClientRect().top - box.getBoundingClientRect().top;
  box.scrollTo({ top: box.scrollTop + top - 4, behavior });
};

window.rulebridge = {
  speak(language) {
    root.lang = tags[language] || language;
    const address = new URL(window.location.href);
    if (address.searchParams.get("lang") !== language) {
      address.searchParams.set("lang", language);
      window.history.replaceState(window.history.state, "", address);
    }
  },
};

document.querySelectorAll("#rb-language input").forEach((input) => {
  const label = input.closest("label");
  if (label) label.lang = tags[input.value] || "";
});

element.addEventListener("click", (event) => {
  const mark = event.target.closest("a.rb-mark");
  if (!mark) return;
  event.preventDefault();
  const words = document.getElementById(mark.dataset.mark);
  const card = document.getElementById(mark.hash.slice(1));
  if (!card) return;
  const earlier = card.closest("details");
  if (earlier) earlier.open = true;
  document.querySelectorAll(".rb-current").forEach((other) => other.classList.remove("rb-current"));
  card.classList.add("rb-current");
  reveal(card);
  const box = card.querySelector(".rb-clause");
  if (words && box && box.contains(words)) {
    box.scrollTop = words.offsetTop - box.offsetTop - 24;
    box.focus({ preventScroll: true });
  }
});

element.addEventListener("click", (event) => {
  const button = event.target.closest("button.rb-say");
  if (button) trigger("submit", { say: button.dataset.say });
});

// Every reply writes the conversation anew: what was open stays open.
const opened = new Set();
element.addEventListener(
  "toggle",
  (event) => {
    const { id, open } = event.target;
    if (id && open) opened.add(id);
    else opened.delete(id);
  },
  true,
);

let seen = 0;
watch("value", () => {
  opened.forEach((id) => {
    const details = element.querySelector(`details[id="${id}"]`);
    if (details) details.open = true;
  });
  const turns = element.querySelectorAll(".rb-turn");
  const newest = turns[turns.length - 1];
  // The button that asked is gone with the page it stood on: the keyboard goes on from its reply.
  if (newest && document.activeElement === document.body) newest.focus({ preventScroll: true });
  // A question is shown when it is asked, and again when there is an answer to scroll to.
  const now = turns.length + element.querySelectorAll(".rb-answer").length;
  if (newest && now > seen) reveal(newest);
  seen = now;
});
