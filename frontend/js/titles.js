// Titles that begin like what is being typed, in the order the server ranks them.

/** @returns {Promise<{title: string, url: string, label: string}[]>} at most seven; [] when it cannot be reached. */
export async function titles(address, text, signal) {
  try {
    const answer = await fetch(`${address}?q=${encodeURIComponent(text)}`, { signal, headers: { Accept: "application/json" } });
    if (!answer.ok) return [];
    const { groups } = await answer.json();
    return groups.flatMap(({ label, items }) => items.map((item) => ({ ...item, label }))).slice(0, 7);
  } catch {
    return [];
  }
}

/** One row of a list of suggestions. */
export function option(title, label = "") {
  const row = document.createElement("li");
  row.role = "option";
  row.append(title);
  if (label) {
    const kind = document.createElement("small");
    kind.textContent = label;
    row.append(" ", kind);
  }
  return row;
}
