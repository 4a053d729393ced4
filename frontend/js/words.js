// Words come translated from the server, as JSON in a data attribute; nothing is said that the page did not bring.
const words = Object.assign({}, ...[...document.querySelectorAll("[data-words]")].map((place) => JSON.parse(place.dataset.words)));

/** The sentence called `key`, with %s replaced by `value`. */
export function say(key, value = "") {
  return (words[key] ?? "").replace("%s", value);
}
