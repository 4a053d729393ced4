// Tools, tables and links pasted as Markdown, and [[titles]] completed while typing.
import "@github/text-expander-element";
import { subscribe } from "@github/paste-markdown";
import { option, titles } from "./titles.js";

export function markdown() {
  document.querySelectorAll("textarea[data-markdown]").forEach((area) => {
    subscribe(area);
    const expander = document.createElement("text-expander");
    expander.setAttribute("keys", "[[");
    expander.setAttribute("multiword", "[[");
    expander.setAttribute("suffix", "");
    const focused = document.activeElement === area;
    area.replaceWith(expander);
    expander.append(area);
    if (focused) area.focus();
    expander.addEventListener("text-expander-change", ({ detail }) => detail.provide(menu(detail.text)));
    expander.addEventListener("text-expander-value", ({ detail }) => {
      detail.value = `[[${detail.item.dataset.title}]]`;
    });
  });
}

async function menu(text) {
  const fragment = document.createElement("ul");
  fragment.className = "suggest";
  fragment.role = "listbox";
  if (text.trim().length < 2 || /[\]\n|]/.test(text)) return { matched: false, fragment };
  const found = await titles("/search/suggest", text.trim());
  fragment.append(...found.map(({ title, label }) => {
    const row = option(title, label);
    row.dataset.title = title;
    return row;
  }));
  return { matched: found.length > 0, fragment };
}
