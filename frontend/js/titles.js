// What the server offers for letters typed: titles of pages, tools and topics, in the order it ranks them.
const PAGES = ["pages", "tools"];

/** @returns {Promise<{sort: string, label: string, items: {title: string, note?: string, url: string}[]}[]>} [] when it cannot be reached. */
export async function offers(address, text, signal) {
  try {
    const answer = await fetch(`${address}?q=${encodeURIComponent(text)}`, { signal, headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).groups : [];
  } catch {
    return [];
  }
}

/** @returns {Promise<{title: string, url: string, label: string, sort: string}[]>} titles, and topics that have a page where they are wanted. */
export async function titles(address, text, signal, topics = false) {
  const groups = await offers(address, text, signal);
  return groups
    .filter(({ sort }) => PAGES.includes(sort) || (topics && sort === "topics"))
    .flatMap(({ sort, label, items }) => items.map((item) => ({ ...item, sort, label: item.note ?? label })));
}

/** One row of a list of suggestions. */
export function option(title, note = "") {
  const row = document.createElement("div");
  row.role = "option";
  row.append(title);
  if (note) {
    const small = document.createElement("small");
    small.textContent = note;
    row.append(" ", small);
  }
  return row;
}
