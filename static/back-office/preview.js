// Shows a text of the report as its paragraphs will read: a blank line parts them.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const typed = document.getElementById("id_text");
  const preview = document.getElementById("preview");
  if (!typed || !preview) return;
  const shown = document.getElementById("preview-text");
  const show = () => {
    const parts = typed.value.split(/\n\s*\n/).map((part) => part.trim()).filter(Boolean);
    shown.replaceChildren(
      ...parts.map((part) => {
        const paragraph = document.createElement("p");
        paragraph.textContent = part;
        return paragraph;
      }),
    );
    preview.hidden = !parts.length;
  };
  typed.addEventListener("input", show);
  show();
});
