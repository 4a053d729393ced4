// Tables and links pasted as Markdown, [[titles]] and topics completed while typing, and @people where a comment may mention them.
import "@github/text-expander-element";
import { subscribe } from "@github/paste-markdown";
import { option, titles } from "./titles.js";

const WAIT = 150;

export function markdown() {
  document.querySelectorAll("textarea[data-markdown]").forEach((area) => {
    subscribe(area);
    const expander = document.createElement("text-expander");
    expander.setAttribute("keys", area.dataset.people ? "[[ @" : "[[");
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
      const { signal } = asking;
      detail.provide(detail.key === "@" ? people(area.dataset.people, detail.text, signal) : menu(detail.text, signal));
    });
    expander.addEventListener("text-expander-value", ({ detail }) => {
      const { title, handle, topic } = detail.item.dataset;
      detail.value = handle ? `@${handle} ` : topic ? `[${title}](${topic})` : `[[${title}]]`;
    });
    expander.addEventListener("text-expander-committed", () => area.dispatchEvent(new Event("input", { bubbles: true })));
  });
}

function list() {
  const fragment = document.createElement("div");
  fragment.className = "suggest";
  fragment.role = "listbox";
  return fragment;
}

async function people(address, text, signal) {
  const fragment = list();
  if (text.length < 2) return { matched: false, fragment };
  await new Promise((done) => setTimeout(done, WAIT));
  try {
    const answer = await fetch(`${address}?q=${encodeURIComponent(text)}`, { signal, headers: { Accept: "application/json" } });
    for (const { handle, name } of (await answer.json()).people) {
      const row = option(name, `@${handle}`);
      row.dataset.handle = handle;
      fragment.append(row);
    }
  } catch {
    return { matched: false, fragment }; // typed by hand it is a mention all the same
  }
  return { matched: fragment.children.length > 0, fragment };
}

async function menu(text, signal) {
  const fragment = list();
  if (text.trim().length < 2 || /[\]\n|]/.test(text)) return { matched: false, fragment };
  await new Promise((done) => setTimeout(done, WAIT));
  const found = signal.aborted ? [] : await titles("/search/suggest", text.trim(), signal, true);
  fragment.append(...found.map(({ title, label, sort, url }) => {
    const row = option(title, label);
    Object.assign(row.dataset, { title, topic: sort === "topics" ? url : "" });
    return row;
  }));
  return { matched: found.length > 0, fragment };
}
