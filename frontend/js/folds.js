// Folds stand open in the margin even where the style sheet cannot do it; menus close like menus; wide tables take focus.
export function folds() {
  const wide = matchMedia("(min-width: 64rem)");
  if (!CSS.supports("selector(::details-content)")) {
    const open = () => document.querySelectorAll(".margin .fold").forEach((fold) => (fold.open = wide.matches));
    wide.addEventListener("change", open);
    open();
  }
  const menus = document.querySelectorAll("details.menu");
  const close = (event) =>
    menus.forEach((menu) => {
      if (!menu.open || (event.type === "click" && menu.contains(event.target))) return;
      menu.open = false;
      if (event.type === "keydown") menu.firstElementChild.focus();
    });
  addEventListener("click", close);
  addEventListener("keydown", (event) => event.key === "Escape" && close(event));
  document.querySelectorAll(".prose table").forEach((table) => {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
  });
}
