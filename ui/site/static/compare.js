// Comparisons work without it: it keeps addresses short and counts what is chosen.
"use strict";
for (const form of document.querySelectorAll(".cmp-form")) {
  form.addEventListener("submit", () => {
    for (const field of form.querySelectorAll("input[name], select[name]")) {
      if (field.value === "") field.disabled = true;
    }
  });
  const told = form.querySelector(".cmp-chosen");
  const count = () => {
    const chosen = form.querySelectorAll("input[name=topic]:checked").length;
    told.textContent = chosen ? told.dataset.words.replace("#", chosen) : "";
  };
  if (told) {
    form.addEventListener("change", count);
    count();
  }
}
addEventListener("pageshow", () => {
  // A page that comes back from the browser's memory has its empty fields still switched off.
  for (const field of document.querySelectorAll(".cmp-form :disabled")) field.disabled = false;
});
