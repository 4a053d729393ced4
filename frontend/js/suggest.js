// A search box as a combobox: one's own last searches in an empty one; pages, tools and topics after two letters and 150 ms.
import Combobox from "@github/combobox-nav";
import { forget, remember, searches } from "./searches.js";
import { offers, option } from "./titles.js";
import { say } from "./words.js";

const LEAST = 2;
const WAIT = 150;
const BESIDE = 2; // last searches shown with what the server offers

export function suggest() {
  document.querySelectorAll("form[data-suggest]").forEach(attach);
}

function attach(form, nth) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("div");
  list.className = "suggest";
  list.id = `suggest-${nth}`;
  list.role = "listbox";
  list.ariaLabel = say("suggestions");
  list.hidden = true;
  const count = document.createElement("span");
  count.className = "hush";
  count.role = "status";
  form.append(list, count);
  const box = new Combobox(input, list, { tabInsertsSuggestions: false });
  const typed = () => input.value.trim();
  let waiting, asking;

  function close() {
    clearTimeout(waiting);
    asking?.abort();
    if (list.hidden) return;
    box.stop();
    list.hidden = true;
  }

  function open(groups, last) {
    const number = groups.reduce((sum, { items }) => sum + items.length, 0);
    count.textContent = number ? say("count", number) : "";
    if (!number) return close();
    box.clearSelection();
    list.replaceChildren(...groups.map(group), last);
    list.querySelectorAll("[role=option]").forEach((row, n) => (row.id = `${list.id}-${n}`));
    list.scrollTop = 0;
    if (!list.hidden) return;
    list.hidden = false;
    box.start();
  }

  function own(most) {
    const items = searches(typed()).slice(0, most).map((title) => ({ title, words: title }));
    return items.length ? [{ label: say("own"), items }] : [];
  }

  /** The last searches alone, with the way to forget them. */
  function look() {
    const row = option(say("forget"));
    row.dataset.forget = "";
    open(own(), row);
  }

  async function ask() {
    const text = typed();
    asking = new AbortController();
    const { signal } = asking;
    const found = await offers(form.dataset.suggest, text, signal);
    if (signal.aborted) return;
    const all = option(say("all", text));
    all.dataset.words = text;
    open([...own(BESIDE), ...found], all);
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    asking?.abort();
    if (typed().length < LEAST) return look();
    waiting = setTimeout(ask, WAIT);
  });
  input.addEventListener("click", () => list.hidden && !typed() && look());
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) {
      event.preventDefault();
      if (typed().length < LEAST) look();
      else ask();
    }
    if (event.key !== "Escape" || list.hidden) return;
    event.preventDefault();
    close();
  });
  input.addEventListener("blur", () => setTimeout(close, WAIT));
  form.addEventListener("submit", () => remember(input.value));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("combobox-commit", ({ target }) => {
    const { url, words } = target.closest("[role=option]").dataset;
    close();
    if (url) return location.assign(url);
    if (!words) {
      forget();
      count.textContent = say("forgotten");
      return;
    }
    input.value = words;
    form.requestSubmit();
  });
}

/** A group of rows under its heading. */
function group({ label, items }) {
  const made = document.createElement("div");
  made.role = "group";
  made.ariaLabel = label;
  const heading = document.createElement("b");
  heading.ariaHidden = "true";
  heading.textContent = label;
  const rows = items.map(({ title, note, url = "", words = "" }) => {
    const row = option(title, note);
    Object.assign(row.dataset, { url, words });
    return row;
  });
  made.append(heading, ...rows);
  return made;
}
