// The pages work without it: it only offers what needs a script.
"use strict";
for (const button of document.querySelectorAll("[data-copy], [data-copy-of], [data-print]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    if ("print" in button.dataset) return window.print();
    const { copy, copyOf } = button.dataset;
    const words = copyOf
      ? document.getElementById(copyOf).textContent
      : new URL(copy, location.href).href;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      return window.prompt("", words);
    }
    const status = document.getElementById(button.getAttribute("aria-describedby"));
    if (status) status.textContent = button.dataset.done;
  });
}
