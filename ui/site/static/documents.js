// The page works without it: it keeps looking how far the documents are that were sent.
"use strict";
const coming = document.getElementById("doc-coming");
const look = async () => {
  if (!coming?.querySelector("[data-unsettled]")) return;
  try {
    const answer = await fetch(coming.dataset.from, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) {
      const words = await answer.text();
      const parsed = new DOMParser().parseFromString(words, "text/html");
      const settled = !parsed.querySelector("[data-unsettled]");
      if (settled) {
        location.assign("/documents");
        return;
      }
      coming.replaceChildren(...parsed.body.childNodes);
    }
  } catch {
    // The server is away; look again later.
  }
  setTimeout(look, 1500);
};
setTimeout(look, 1000);
