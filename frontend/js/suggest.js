// Titles while you type in a search box: two letters, 150 ms, old questions dropped.
import Combobox from "@github/combobox-nav";
import { option, titles } from "./titles.js";
import { say } from "./words.js";

export function suggest() {
  document.querySelectorAll("form[data-suggest]").forEach(attach);
}

function attach(form, nth) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  list.className = "suggest";
  list.id = `suggest-${nth}`;
  list.role = "listbox";
  list.ariaLabel = say("titles");
  list.hidden = true;
  const count = document.createElement("span");
  count.className = "hush";
  count.role = "status";
  form.append(list, count);
  const box = new Combobox(input, list, { tabInsertsSuggestions: false });
  let waiting, asking;

  function close() {
    clearTimeout(waiting);
    asking?.abort();
    if (list.hidden) return;
    box.stop();
    list.hidden = true;
  }

  async function ask() {
    const text = input.value.trim();
    asking = new AbortController();
    const { signal } = asking;
    const found = await titles(form.dataset.suggest, text, signal);
    if (signal.aborted) return;
    count.textContent = found.length ? say("count", found.length) : "";
    if (!found.length) return close();
    const rows = found.map(({ title, url, label }) => {
      const row = option(title, label);
      row.dataset.url = url;
      return row;
    });
    const all = option(say("all", text));
    all.dataset.url = "";
    rows.push(all);
    rows.forEach((row, n) => (row.id = `${list.id}-${n}`));
    box.clearSelection();
    list.replaceChildren(...rows);
    if (list.hidden) {
      list.hidden = false;
      box.start();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    asking?.abort();
    if (input.value.trim().length < 2) return close();
    waiting = setTimeout(ask, 150);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || list.hidden) return;
    event.preventDefault();
    close();
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("combobox-commit", ({ target }) => {
    const { url } = target.closest("[role=option]").dataset;
    close();
    if (url) location.assign(url);
    else form.requestSubmit();
  });
}
