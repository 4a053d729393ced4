// Facets and sorting apply at once where the list stands beside them; the button stays for everyone else. Long facets get a box.
import { say } from "./words.js";

const KEY = "fieldbook:facet";

export function facets() {
  const forms = document.querySelectorAll("form[data-apply]");
  forms.forEach((form) =>
    form.addEventListener("change", ({ target }) => {
      if (target.type !== "checkbox" && target.localName !== "select") return;
      if (target.localName !== "select" && !matchMedia("(min-width: 64rem)").matches) return;
      sessionStorage.setItem(KEY, JSON.stringify([target.name, target.value, scrollY]));
      form.requestSubmit();
    }),
  );
  document.querySelectorAll(".facet:has(> details)").forEach(box);
  const last = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (last && forms.length) returnTo(...JSON.parse(last));
}

/** Put focus and scroll back where the reader left them before the list was drawn anew. */
function returnTo(name, value, top) {
  const same = [...document.getElementsByName(name)].find((box) => box.localName === "select" || (box.type === "checkbox" && box.value === value));
  same?.focus({ preventScroll: true });
  scrollTo(0, top);
}

/** A box that narrows what a facet folds away to the choices with the letters typed; what is ticked stays in sight. */
function box(facet) {
  const [input, left] = [document.createElement("input"), document.createElement("span")];
  input.type = "search";
  input.placeholder = input.ariaLabel = say("within", facet.querySelector("legend").textContent.trim());
  left.className = "hush";
  left.role = "status";
  const fold = facet.querySelector("details");
  input.addEventListener("input", () => {
    const typed = input.value.trim().toLowerCase();
    const rows = [...facet.querySelectorAll("label")];
    for (const row of rows) row.hidden = !row.control.checked && !row.textContent.toLowerCase().includes(typed);
    left.textContent = typed ? say("left", rows.filter((row) => !row.hidden).length) : "";
  });
  input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  fold.firstElementChild.after(input, left);
}
