// Keeps what is being typed on this machine until it is saved: a lost connection, a stopped server or
// an expired session loses nothing. It is offered back on the same page, and forgotten once saved
// (forget-saved.js, on every page that one may land on), discarded, or on signing out.
"use strict";

(() => {
  const PREFIX = "typed:";
  const PENDING = "typed-pending";
  const PAUSE = 1000; // milliseconds without a key before it is kept

  const forget = (key) => localStorage.removeItem(key);
  let signingOut = false; // the page that goes away must not keep again what was just forgotten

  const read = (form) => {
    const values = {};
    for (const field of form.elements) {
      if (!field.name || field.name === "csrfmiddlewaretoken" || field.type === "file") continue;
      if (field.type === "submit" || field.name.includes("__prefix__")) continue;
      if (field.type === "checkbox" || field.type === "radio") {
        values[field.name] ||= { ticked: [] };
        if (field.checked) values[field.name].ticked.push(field.value);
      } else if (field.tagName === "SELECT") {
        const chosen = [...field.selectedOptions].map((option) => [option.value, option.text]);
        values[field.name] = { chosen };
      } else {
        values[field.name] = { value: field.value };
      }
    }
    return values;
  };

  const boxesOf = (form, name) =>
    [...form.elements].filter((field) => field.name === name && "checked" in field);

  const addRows = (form, values) => {
    for (const [name, told] of Object.entries(values)) {
      if (!name.endsWith("-TOTAL_FORMS")) continue;
      const prefix = name.replace("-TOTAL_FORMS", "");
      const add = () =>
        document.querySelector(`#${prefix}-group .add-row a, [data-prefix="${prefix}"] [data-add-row]`);
      for (let left = Number(told.value) - Number(form.elements[name]?.value || 0); left > 0; left -= 1) {
        add()?.click();
      }
    }
  };

  const write = (form, values) => {
    addRows(form, values);
    for (const [name, told] of Object.entries(values)) {
      const field = form.elements[name];
      if (!field || /-(TOTAL|INITIAL)_FORMS$/.test(name) || field.type === "hidden") continue;
      if (told.ticked) {
        for (const box of boxesOf(form, name)) box.checked = told.ticked.includes(box.value);
      } else if (told.chosen) {
        for (const [value, text] of told.chosen) {
          if (![...field.options].some((option) => option.value === value)) {
            field.add(new Option(text, value));
          }
        }
        const wanted = told.chosen.map(([value]) => value);
        for (const option of field.options) option.selected = wanted.includes(option.value);
        window.django?.jQuery(field).trigger("change"); // select2 of the back-office
      } else {
        field.value = told.value;
        const folded = told.value && field.closest("details");
        if (folded) folded.open = true; // a note on a field is not given back out of sight
      }
    }
  };

  const offer = (form, key, kept) => {
    const texts = document.getElementById("kept-texts").dataset;
    const notice = document.createElement("div");
    notice.className = "returned note";
    notice.setAttribute("role", "status");
    const line = document.createElement("p");
    line.textContent = `${texts.found} (${new Date(kept.at).toLocaleString("es-PE")})`;
    const button = (label, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "quiet";
      made.textContent = label;
      made.addEventListener("click", () => {
        act();
        notice.remove();
      });
      return made;
    };
    notice.append(
      line,
      button(texts.restore, () => write(form, kept.values)),
      " ",
      button(texts.discard, () => forget(key)),
    );
    form.before(notice);
  };

  document.addEventListener("DOMContentLoaded", () => {
    const leaving = document.querySelector("[data-signs-out], #logout-form, form[action$='logout/']");
    leaving?.addEventListener("submit", () => {
      signingOut = true;
      Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach(forget);
    });
  });

  window.addEventListener("load", () => {
    const marker = document.getElementById("kept-texts");
    const form = marker?.closest("form");
    if (!form) return;
    const key = `${PREFIX}${marker.dataset.person}:${window.location.pathname}`;
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    const untouched = JSON.stringify(read(form));
    const answered = document.querySelector(".errornote, [data-answered]"); // the form came back with what was typed
    // The registry's own copy is in the form: offer what was typed after it, while nothing reached the registry.
    const newer = kept && kept.at > Number(marker.dataset.copied || 0) * 1000;
    if (newer && !answered && JSON.stringify(kept.values) !== untouched) offer(form, key, kept);
    let timer = 0;
    const keep = () => {
      if (signingOut) return;
      const values = read(form);
      if (JSON.stringify(values) === untouched) return;
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
    };
    const later = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(keep, PAUSE);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    window.addEventListener("pagehide", () => timer && keep());
    form.addEventListener("submit", () => {
      keep();
      timer = 0;
      sessionStorage.setItem(PENDING, key);
    });
  });
})();
