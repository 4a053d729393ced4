// Rows of a list of records: added and removed on the page; without script the same buttons send the form.

export function records() {
  document.querySelectorAll("[data-records]").forEach((list) => {
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-add], [data-remove]");
      if (!button) return;
      event.preventDefault();
      if (button.hasAttribute("data-add")) addRow(list);
      else remove(list, button.closest(".record"));
      list.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
}

const rows = (list) => [...list.querySelectorAll(".record")];

/** Clone the last row, empty it and put the cursor into it. */
export function addRow(list, focus = true) {
  const last = rows(list).at(-1);
  const row = last.cloneNode(true);
  empty(row);
  last.after(row);
  number(list);
  if (focus) row.querySelector("input, select, textarea").focus();
}

function remove(list, row) {
  const all = rows(list);
  if (all.length === 1) {
    empty(row);
  } else {
    row.remove();
    number(list);
  }
  (rows(list)[Math.max(all.indexOf(row) - 1, 0)].querySelector("input, select, textarea")).focus();
}

function empty(row) {
  row.classList.remove("wrong");
  row.querySelectorAll(".problem").forEach((problem) => problem.remove());
  row.querySelectorAll(".wrong").forEach((field) => field.classList.remove("wrong"));
  row.querySelectorAll("input, select, textarea").forEach((input) => {
    input.removeAttribute("aria-invalid");
    if (input.type === "checkbox" || input.type === "radio") input.checked = false;
    else if (input.localName === "select") input.selectedIndex = 0;
    else input.value = "";
  });
}

/** Names are `list.row.column`; ids carry the same inside. */
function number(list) {
  const key = list.dataset.records;
  const old = new RegExp(`${key.replace(/\W/g, "\\$&")}\\.\\d+`, "g");
  rows(list).forEach((row, n) => {
    row.querySelectorAll("[data-number]").forEach((place) => (place.textContent = n + 1));
    row.querySelectorAll("datalist").forEach((list) => list.remove());
    row.querySelectorAll("*").forEach((element) => {
      element.removeAttribute("list");
      for (const name of ["name", "id", "for", "aria-describedby", "data-remove"]) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, value.replace(old, `${key}.${n}`));
      }
      if (element.localName === "button") element.value = element.value.replace(old, `${key}.${n}`);
    });
  });
}
