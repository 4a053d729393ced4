// Folds stand open in the margin, which the style sheet draws and only a script can also say; menus close like menus; wide tables take focus.
export function folds() {
  const wide = matchMedia("(min-width: 64rem)");
  const stand = () =>
    document.querySelectorAll(".margin .fold").forEach((fold) => {
      fold.open = wide.matches;
      fold.firstElementChild.tabIndex = wide.matches ? -1 : 0;
    });
  wide.addEventListener("change", stand);
  if (wide.matches) stand();
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
