// The form in which an intervention is written. Without this script everything works by buttons.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("writing");
  if (!form) return;
  const texts = document.getElementById("kept-texts").dataset;
  const kept = document.getElementById("kept");

  // -- One more row ---------------------------------------------------------------------------
  for (const button of form.querySelectorAll("[data-add-row]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const set = button.closest(".formset");
      const total = set.querySelector("input[name$='-TOTAL_FORMS']");
      const shown = set.querySelectorAll("fieldset.row").length + 1;
      const made = document.createElement("div");
      made.innerHTML = set
        .querySelector("template")
        .innerHTML.replaceAll("__prefix__", total.value)
        .replaceAll("__number__", shown);
      total.value = Number(total.value) + 1;
      const row = made.firstElementChild;
      button.before(row);
      row.querySelector("textarea, select, input:not([type='hidden'])").focus();
    });
  }

  // -- Nothing to report: no rows to fill -----------------------------------------------------
  const answers = form.querySelectorAll("input[type='radio'][name$='_reporting']");
  const showRows = () => {
    const chosen = [...answers].find((answer) => answer.checked)?.value;
    const set = form.querySelector(".formset");
    if (!set || !answers.length) return;
    const written = [...set.querySelectorAll("textarea")].some((field) => field.value.trim());
    set.hidden = Boolean(chosen) && chosen !== "reported" && !written;
  };
  answers.forEach((answer) => answer.addEventListener("change", showRows));
  showRows();

  // -- A proposal is ticked -------------------------------------------------------------------
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tick]");
    const box = button && document.getElementById(button.dataset.tick);
    if (!box) return;
    event.preventDefault();
    for (let fold = box.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
    box.checked = true;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    box.focus();
  });

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // -- Objectives: type to find among all of them, whatever fold holds them ---------------------
  const find = form.querySelector("input[data-find]");
  if (find) {
    find.closest(".find").hidden = false;
    const kinds = [...form.querySelectorAll("[data-found]")];
    const folds = [...form.querySelectorAll("details.fold")].filter((fold) =>
      fold.querySelector("[data-found]"),
    );
    const look = () => {
      const wanted = plain(find.value.trim());
      let shown = 0;
      for (const one of kinds) {
        one.hidden = !plain(one.textContent).includes(wanted) && !one.querySelector(":checked");
        shown += one.hidden ? 0 : 1;
      }
      for (const fold of folds) {
        const within = [...fold.querySelectorAll("[data-found]")].some((one) => !one.hidden);
        fold.hidden = !within;
        fold.open = Boolean(wanted) && within;
      }
      find.nextElementSibling.textContent = wanted ? `${texts.matches} ${shown}` : "";
    };
    find.addEventListener("input", (event) => {
      event.stopPropagation(); // what is looked for is no answer to keep
      look();
    });
    find.addEventListener("change", (event) => event.stopPropagation());
    find.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  }

  // -- Long lists of ticks: type to find ------------------------------------------------------
  for (const list of form.querySelectorAll("details.many .ticks")) {
    const labels = [...list.querySelectorAll("label")];
    if (labels.length < 40) continue;
    const box = document.createElement("input");
    box.type = "search";
    box.setAttribute("aria-label", texts.find);
    box.placeholder = texts.find;
    box.addEventListener("input", (event) => {
      event.stopPropagation();
      const wanted = plain(box.value);
      for (const label of labels) {
        label.hidden = !plain(label.textContent).includes(wanted) && !label.querySelector(":checked");
      }
    });
    list.before(box);
  }

  // -- A chosen file goes when the step is saved, not with each copy of what is typed ----------
  form.addEventListener("htmx:configRequest", (event) => {
    for (const field of form.querySelectorAll("input[type='file']")) {
      delete event.detail.parameters[field.name];
    }
  });

  // -- Whether what is typed reaches the registry ---------------------------------------------
  const say = (text) => {
    kept.textContent = text;
    kept.classList.add("error");
  };
  form.addEventListener("htmx:beforeRequest", () => kept.classList.remove("error"));
  form.addEventListener("htmx:sendError", () => say(texts.offline));
  form.addEventListener("htmx:responseError", (event) => {
    const { status, responseText } = event.detail.xhr;
    const refused = status === 400 || status === 403; // the registry says why, in a sentence
    say(refused ? responseText : status === 401 ? texts.expired : texts.offline);
  });
});
