// Fields that name another page offer its title while typing; any other words may still be typed.
import { titles } from "./titles.js";

const WAIT = 150;

export function pages() {
  let nth = 0;
  document.addEventListener("input", ({ target }) => {
    if (!target.matches?.("input[data-pages]")) return;
    if (!target.list) {
      const list = document.createElement("datalist");
      list.id = `pages-${nth++}`;
      target.after(list);
      target.setAttribute("list", list.id);
    }
    clearTimeout(target.waiting);
    target.waiting = setTimeout(() => offer(target), WAIT);
  });
}

async function offer(input) {
  const text = input.value.trim();
  const found = text.length < 2 ? [] : await titles("/search/suggest", text);
  input.list.replaceChildren(...found.map(({ title, label }) => new Option(label, title)));
}
