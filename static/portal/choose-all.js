// A button that chooses every box of one name on the page; without it, one by one.
for (const button of document.querySelectorAll("[data-choose-all]")) {
  const boxes = document.querySelectorAll(`input[type="checkbox"][name="${button.dataset.chooseAll}"]`);
  button.hidden = boxes.length < 2;
  button.addEventListener("click", () => {
    for (const box of boxes) box.checked = true;
  });
}
