// Gives the fields that select2 builds the names and roles that select2 leaves out.
"use strict";

(() => {
  const nameFields = () => {
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      const label = document.querySelector(`label[for="${select.id}"]`);
      const built = select.nextElementSibling;
      if (!label || !built?.classList.contains("select2")) continue;
      label.id ||= `${select.id}-label`;
      const box = built.querySelector("[role='combobox']");
      const shown = built.querySelector(".select2-selection__rendered");
      box?.setAttribute("aria-labelledby", [label.id, shown?.id].filter(Boolean).join(" "));
      shown?.setAttribute("aria-labelledby", label.id);
      // It stands among the items of the list without being one.
      shown?.querySelector("ul > .select2-selection__clear")?.setAttribute("role", "listitem");
      built.querySelector(".select2-search__field")?.setAttribute("aria-labelledby", label.id);
    }
  };

  window.addEventListener("load", () => {
    nameFields();
    // select2 builds its fields anew when a row is added or a choice is made.
    new MutationObserver(nameFields).observe(document.getElementById("content"), {
      childList: true,
      subtree: true,
    });
  });
})();
