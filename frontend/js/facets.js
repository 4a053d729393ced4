// Facets and sorting apply at once where the list stands beside them; the button stays for everyone else.
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
