// Print, copy, and the word a button wears while the server works.
import { say } from "./words.js";

export function buttons() {
  document.querySelectorAll("[data-print], [data-copy]").forEach((button) => {
    button.hidden = false;
    button.closest("[hidden]")?.removeAttribute("hidden");
    button.addEventListener("click", () => (button.dataset.copy === undefined ? print() : copy(button)));
  });
  addEventListener("submit", ({ target, submitter }) => {
    const busy = submitter?.dataset.busy;
    if (!busy) return;
    setTimeout(() => {
      if (target.dataset.stay) return;
      submitter.style.minWidth = `${submitter.offsetWidth}px`;
      submitter.dataset.word = submitter.textContent;
      submitter.textContent = busy;
    });
  });
  addEventListener("pageshow", () =>
    document.querySelectorAll("[data-word]").forEach((button) => {
      button.textContent = button.dataset.word;
      delete button.dataset.word;
    }),
  );
}

/** `data-copy` names a field by selector, or is empty for the page's address. */
async function copy(button) {
  const from = button.dataset.copy && document.querySelector(button.dataset.copy);
  await navigator.clipboard.writeText(from ? from.value ?? from.textContent : location.href);
  const word = button.lastChild;
  const before = word.textContent;
  word.textContent = say("copied");
  setTimeout(() => (word.textContent = before), 2000);
}
