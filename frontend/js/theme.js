// The choice of light or dark shows at once; the form still has to be sent to be kept.
export function theme() {
  document.querySelector("form[data-theme]")?.addEventListener("change", ({ target }) => {
    document.documentElement.className = target.value === "system" ? "" : target.value;
  });
}
