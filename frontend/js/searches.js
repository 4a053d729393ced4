// The reader's own last searches: kept in this browser alone, never sent, and gone when they say so or sign out.
const KEY = "fieldbook:searches";
const MOST = 5;
const LONGEST = 100;

/** The last searches, newest first; of those, the ones that begin like what is typed. */
export function searches(typed = "") {
  const begun = typed.toLowerCase();
  return read().filter((one) => one.toLowerCase().startsWith(begun) && one !== typed);
}

export function remember(words) {
  const fresh = words.trim().slice(0, LONGEST);
  if (fresh && keeps()) write([fresh, ...read().filter((one) => one !== fresh)].slice(0, MOST));
}

export function forget() {
  if (keeps()) write();
}

/** The piece on the search page that says what is kept, with a button for each choice. */
export function choices() {
  document.querySelectorAll("[data-searches]").forEach((place) => {
    const show = () => {
      place.querySelector("[data-kept]").hidden = !keeps();
      place.querySelector("[data-off]").hidden = keeps();
    };
    const ways = { forget, stop: () => write("off"), keep: () => write() };
    place.addEventListener("click", ({ target }) => {
      if (!(target.value in ways)) return;
      ways[target.value]();
      show();
      place.querySelector("[role=status]").textContent = target.dataset.said;
      place.querySelector("p:not([hidden]) button").focus();
    });
    show();
    place.hidden = false;
  });
  document.querySelectorAll('form[action="/sign-out"]').forEach((form) => form.addEventListener("submit", forget));
}

function keeps() {
  return stored() !== "off";
}

function read() {
  const kept = stored();
  return Array.isArray(kept) ? kept : [];
}

function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return "off"; // a browser that keeps nothing
  }
}

function write(kept) {
  try {
    if (kept) localStorage.setItem(KEY, JSON.stringify(kept));
    else localStorage.removeItem(KEY);
  } catch {
    // a browser that keeps nothing
  }
}
