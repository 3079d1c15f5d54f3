// The intervention's form: choosing an objective proposes its area and what it is aligned with.
// Without this script everything can still be chosen by hand.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const $ = window.django.jQuery;
  const form = document.getElementById("intervention_form");
  if (!form) return;
  const texts = document.getElementById("suggestion-texts").dataset;
  const group = document.getElementById("contributions-group");

  const hintOf = (row) => {
    let hint = row.querySelector(".suggestions");
    if (!hint) {
      hint = document.createElement("div");
      hint.className = "suggestions";
      hint.setAttribute("role", "status");
      row.querySelector(".field-provision").append(hint);
    }
    return hint;
  };

  const chosen = () =>
    [...group.querySelectorAll("select[name$='-provision']")].map((select) => select.value);

  const choose = (select, id, text) => {
    if (![...select.options].some((option) => option.value === String(id))) {
      select.add(new Option(text, id));
    }
    $(select).val(String(id)).trigger("change");
  };

  const addRow = (suggestion) => {
    const empty = [...group.querySelectorAll(".inline-related:not(.empty-form) select[name$='-provision']")]
      .find((select) => !select.value);
    if (!empty) group.querySelector(".add-row a").click();
    const selects = [
      ...group.querySelectorAll(".inline-related:not(.empty-form) select[name$='-provision']"),
    ];
    choose(empty || selects.at(-1), suggestion.id, suggestion.text);
  };

  const paragraph = (text) => {
    const line = document.createElement("p");
    line.textContent = text;
    return line;
  };

  const offerAreas = (row, areas) => {
    // Only objective 23 leaves the area open: elsewhere there is nothing to choose.
    const select = row.querySelector("select[name$='-group']");
    const field = select?.closest(".form-row");
    if (!field) return;
    if (areas.length < 2) select.value = "";
    field.hidden = areas.length < 2;
  };

  const show = (row, answer) => {
    const hint = hintOf(row);
    hint.replaceChildren();
    offerAreas(row, answer.areas);
    if (answer.areas.length === 1) {
      hint.append(paragraph(`${texts.area}: ${answer.areas[0].text}`));
    } else if (answer.areas.length > 1) {
      hint.append(paragraph(texts.chooseArea));
    }
    const others = answer.aligned.filter((one) => !chosen().includes(String(one.id)));
    if (!others.length) return;
    const title = paragraph(`${texts.aligned}:`);
    hint.append(title);
    const list = document.createElement("ul");
    for (const one of others) {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `+ ${one.text}`;
      button.addEventListener("click", () => {
        addRow(one);
        item.remove();
        if (!list.children.length) title.remove();
      });
      const mark = document.createElement("span");
      mark.textContent = one.confirmed ? texts.confirmed : one.provenance;
      item.append(button, " ", mark);
      list.append(item);
    }
    hint.append(list);
  };

  const suggest = async (select) => {
    const row = select.closest(".inline-related");
    row.querySelector(".suggestions")?.replaceChildren();
    if (!select.value) return offerAreas(row, []);
    const address = new URL(texts.address, window.location.href);
    address.searchParams.set("provision", select.value);
    const cycle = form.querySelector("[name='cycle']")?.value || texts.cycle;
    if (cycle) address.searchParams.set("cycle", cycle);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (answer.ok && select.value === address.searchParams.get("provision")) {
        show(row, await answer.json());
      }
    } catch {
      // No connection: the person chooses by hand.
    }
  };

  if (!group) return;
  $(group).on("change", "select[name$='-provision']", (event) => suggest(event.target));
  document.addEventListener("formset:added", (event) => {
    if (group.contains(event.target)) offerAreas(event.target, []);
  });
  for (const select of group.querySelectorAll("select[name$='-group']")) {
    if (!select.value) offerAreas(select.closest(".inline-related"), []);
  }
});
