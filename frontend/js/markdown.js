// Tables and links pasted as Markdown, and [[titles]] completed while typing.
import "@github/text-expander-element";
import { subscribe } from "@github/paste-markdown";
import { option, titles } from "./titles.js";

const WAIT = 150;

export function markdown() {
  document.querySelectorAll("textarea[data-markdown]").forEach((area) => {
    subscribe(area);
    const expander = document.createElement("text-expander");
    expander.setAttribute("keys", "[[");
    expander.setAttribute("multiword", "[[");
    expander.setAttribute("suffix", "");
    const place = document.createComment("");
    area.replaceWith(place);
    expander.append(area); // the element looks for its text box only when it enters the page
    place.replaceWith(expander);
    let asking;
    expander.addEventListener("text-expander-change", ({ detail }) => {
      asking?.abort();
      asking = new AbortController();
      detail.provide(menu(detail.text, asking.signal));
    });
    expander.addEventListener("text-expander-value", ({ detail }) => {
      detail.value = `[[${detail.item.dataset.title}]]`;
    });
    expander.addEventListener("text-expander-committed", () => area.dispatchEvent(new Event("input", { bubbles: true })));
  });
}

async function menu(text, signal) {
  const fragment = document.createElement("ul");
  fragment.className = "suggest";
  fragment.role = "listbox";
  if (text.trim().length < 2 || /[\]\n|]/.test(text)) return { matched: false, fragment };
  await new Promise((done) => setTimeout(done, WAIT));
  const found = signal.aborted ? [] : await titles("/search/suggest", text.trim(), signal);
  fragment.append(...found.map(({ title, label }) => {
    const row = option(title, label);
    row.dataset.title = title;
    return row;
  }));
  return { matched: found.length > 0, fragment };
}
