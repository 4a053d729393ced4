// Write and Preview side by side in one place; without an answer the plain button does the same on a page of its own.
export function preview(form) {
  const panes = Object.fromEntries([...document.querySelectorAll("[data-pane]")].map((pane) => [pane.dataset.pane, pane]));
  const tabs = [...document.querySelectorAll("[data-tab]")];
  if (!panes.write || !panes.preview) return;

  function show(name) {
    for (const [key, pane] of Object.entries(panes)) pane.hidden = key !== name;
    tabs.forEach((tab) => (tab.dataset.tab === name ? tab.setAttribute("aria-current", "true") : tab.removeAttribute("aria-current")));
  }

  async function draw(tab) {
    try {
      const answer = await fetch(form.dataset.preview, {
        method: "POST", body: new FormData(form), headers: { "X-CSRFToken": form.elements.csrf_token.value, Accept: "text/html" },
      });
      if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
      panes.preview.innerHTML = await answer.text();
      show("preview");
      panes.preview.focus();
    } catch {
      tab.dataset.plain = "1";
      tab.click();
    }
  }

  if (document.querySelector(".tabs [aria-current]:not([data-tab])")) return; // another tab is drawn by the server
  tabs.forEach((tab) =>
    tab.addEventListener("click", (event) => {
      if (tab.dataset.plain) return;
      event.preventDefault();
      if (tab.dataset.tab === "preview") draw(tab);
      else show(tab.dataset.tab);
    }),
  );
}
