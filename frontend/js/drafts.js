// Keeps what is written: on the server every 30 seconds and on a pause, in this browser when the server cannot be reached.
// "Saved" is only ever said in the server's words.
import { addRow } from "./records.js";
import { say } from "./words.js";

const PAUSE = 4000;
const EVERY = 30000;
const SKIP = new Set(["csrf_token"]);

const fields = (form) => [...new FormData(form)].filter(([name, value]) => !SKIP.has(name) && typeof value === "string");
/** What is written, to compare: an empty field or row more or less is no other text. */
const written = (fields) => JSON.stringify(fields.filter(([, value]) => value));
const print = (form) => written(fields(form));

export function drafts(form) {
  const key = `fieldbook:draft:${form.dataset.key ?? location.pathname}`;
  const status = document.querySelector("[data-saved]");
  let safe = print(form); // what the server has
  let leaving = false;
  let pause, sending;

  function tell(words, bad) {
    if (!status) return;
    status.textContent = words;
    status.classList.toggle("bad", bad);
  }

  function keep(sent = false) {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), base: form.elements.base?.value ?? "", sent, fields: fields(form) }));
      return true;
    } catch {
      return false; // storage full or forbidden
    }
  }

  async function save() {
    clearTimeout(pause);
    const now = print(form);
    if (now === safe || leaving || sending) return;
    sending = true;
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST", body: new FormData(form), headers: { "X-CSRFToken": form.elements.csrf_token.value, Accept: "application/json" },
      });
      if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
      const { words } = await answer.json();
      safe = now;
      localStorage.removeItem(key);
      tell(words, false);
    } catch {
      tell(keep() ? say("kept", clock(Date.now())) : say("lost"), true);
    }
    sending = false;
  }

  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(save, PAUSE);
  });
  setInterval(save, EVERY);
  addEventListener("online", save);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden || leaving || print(form) === safe) return;
    keep();
    save();
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    leaving = true;
    keep(true);
  });
  addEventListener("pageshow", () => (leaving = false));
  addEventListener("beforeunload", (event) => {
    if (!leaving && print(form) !== safe) event.preventDefault();
  });
  offer(form, key, () => form.dispatchEvent(new Event("input", { bubbles: true })));
}

function clock(at) {
  const time = new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
  return time.replace(/\s?([AP])M$/, (_, half) => ` ${half.toLowerCase()}.m.`);
}

/** Offer what an earlier visit could not bring to the server. */
function offer(form, key, changed) {
  let kept;
  try {
    kept = JSON.parse(localStorage.getItem(key));
  } catch {
    kept = null;
  }
  const notice = document.querySelector("[data-restore]");
  if (!kept || !notice) return;
  const same = written(kept.fields) === print(form);
  if (same || (kept.sent && kept.base !== (form.elements.base?.value ?? ""))) {
    localStorage.removeItem(key); // it arrived
    return;
  }
  notice.querySelector("[data-when]").textContent = new Date(kept.at).toLocaleDateString(document.documentElement.lang, {
    month: "long", day: "numeric",
  }) + ", " + clock(kept.at);
  notice.hidden = false;
  notice.addEventListener("click", ({ target }) => {
    const choice = target.closest("[data-choice]")?.dataset.choice;
    if (!choice) return;
    if (choice === "restore") {
      fill(form, kept.fields);
      changed();
    } else {
      localStorage.removeItem(key);
    }
    notice.hidden = true;
    form.querySelector("input:not([type=hidden]), textarea").focus();
  });
}

function fill(form, kept) {
  const values = new Map();
  for (const [name, value] of kept) values.set(name, [...(values.get(name) ?? []), value]);
  for (const name of values.keys()) makeRoom(form, name);
  for (const input of form.elements) {
    if (!input.name || input.type === "hidden" || input.localName === "button") continue;
    const mine = values.get(input.name) ?? [];
    if (input.type === "checkbox" || input.type === "radio") input.checked = mine.includes(input.value);
    else input.value = mine.shift() ?? "";
  }
}

/** Add record rows until a field of this name exists. */
function makeRoom(form, name) {
  const [, list, row] = name.match(/^(.+)\.(\d+)\.[^.]+$/) ?? [];
  const place = list && form.querySelector(`[data-records="${CSS.escape(list)}"]`);
  if (!place) return;
  while (place.querySelectorAll(".record").length <= Number(row)) addRow(place, false);
}
