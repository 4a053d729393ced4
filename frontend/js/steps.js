// Steps through a list by keyboard: arrow keys or j and k, only while the focus is in the list, so that no other key is taken.
const STEPS = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

export function steps() {
  document.querySelectorAll("[data-steps]").forEach((list) => {
    const links = [...list.querySelectorAll("a.title")];
    if (links.length < 2) return;
    document.querySelectorAll("[data-steps-hint]").forEach((hint) => (hint.hidden = false));
    list.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
      const to = links[links.indexOf(document.activeElement) + step];
      event.preventDefault();
      to?.focus();
    });
  });
}
