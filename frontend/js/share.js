// Keeps what somebody tells: in this browser with every letter, on the server on a pause. Sent or thrown away, it leaves no trace here.
import { say } from "./words.js";

const KEY = "fieldbook:share";
const PAUSE = 2000;
const OURS = new Set(["csrf_token", "key", "version", "window", "homepage"]);

const typed = (form) => [...form.elements].filter((one) => one.name && one.type !== "hidden" && one.localName !== "button" && !OURS.has(one.name));
const value = (one) => (one.type === "checkbox" || one.type === "radio" ? one.checked : one.value);
const print = (form) => JSON.stringify(typed(form).map((one) => [one.id, value(one)]));

function remember(words) {
  try {
    if (words) localStorage.setItem(KEY, JSON.stringify(words));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false; // storage full or forbidden: the server keeps it
  }
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

function keeping(form) {
  const status = document.querySelector("[data-saved]");
  const { at, version } = form.elements;
  let safe = print(form);
  let pause, sending;
  let leaving = false;

  async function send() {
    clearTimeout(pause);
    const now = print(form);
    if (sending || leaving || now === safe) return;
    sending = true;
    try {
      const answer = await fetch(form.dataset.keep, {
        method: "POST", body: new FormData(form), headers: { "X-CSRFToken": form.elements.csrf_token.value, Accept: "application/json" },
      });
      if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
      const kept = await answer.json();
      version.value = kept.version;
      safe = now;
      if (status) status.textContent = kept.words;
    } catch {
      if (status) status.textContent = say("kept");
    }
    sending = false;
    if (print(form) !== safe) later();
  }

  function later() {
    clearTimeout(pause);
    pause = setTimeout(send, PAUSE);
  }

  form.addEventListener("input", () => {
    remember({ at: at.value, when: Date.now(), values: JSON.parse(print(form)) });
    later();
  });
  form.addEventListener("submit", () => (leaving = true));
  addEventListener("pageshow", () => (leaving = false));
  addEventListener("online", send);
  offer(form, at.value, later);
}

/** What this browser holds of the question and the server never got is offered; anything else has arrived. */
function offer(form, at, changed) {
  const kept = remembered();
  const notice = document.querySelector("[data-restore]");
  if (!kept || !notice || kept.at !== at || document.querySelector(".errors")) return;
  if (JSON.stringify(kept.values) === print(form)) return;
  notice.querySelector("[data-when]").textContent = new Date(kept.when).toLocaleString(document.documentElement.lang, {
    month: "long", day: "numeric", hour: "numeric", minute: "2-digit",
  });
  notice.hidden = false;
  notice.addEventListener("click", ({ target }) => {
    const choice = target.closest("[data-choice]")?.dataset.choice;
    if (!choice) return;
    const values = new Map(kept.values);
    if (choice === "restore") {
      for (const one of typed(form)) {
        if (!values.has(one.id)) continue;
        if (one.type === "checkbox" || one.type === "radio") one.checked = values.get(one.id);
        else one.value = values.get(one.id);
      }
      changed();
    } else remember(null);
    notice.hidden = true;
    typed(form)[0]?.focus();
  });
}

if (document.querySelector("[data-forget]")) remember(null);
document.querySelectorAll('form[action="/share/discard"]').forEach((form) => form.addEventListener("submit", () => remember(null)));
document.querySelectorAll("form[data-keep]").forEach(keeping);
