// Asks how far a compilation is, and shows the page anew once it is finished.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const shown = document.getElementById("progress");
  const bar = document.getElementById("bar");
  const step = document.getElementById("step");
  const ask = async () => {
    try {
      const answer = await fetch(shown.dataset.address, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const told = await answer.json();
        if (told.finished) return window.location.reload();
        bar.value = told.progress;
        if (step.textContent !== told.step) step.textContent = told.step;
      }
    } catch {
      // No connection: ask again later.
    }
    window.setTimeout(ask, 1500);
  };
  window.setTimeout(ask, 1500);
});
