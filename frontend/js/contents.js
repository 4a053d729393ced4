// Marks the section being read in the contents.
export function contents() {
  const links = [...document.querySelectorAll(".contents a[href^='#']")];
  const parts = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  if (!parts.some(Boolean)) return;
  let due = false;
  function mark() {
    due = false;
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    let now = -1;
    parts.forEach((part, n) => {
      if (part && (atEnd ? part.getBoundingClientRect().top < innerHeight : part.getBoundingClientRect().top < innerHeight / 3)) now = n;
    });
    links.forEach((link, n) => {
      if (n === Math.max(now, 0)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  }
  addEventListener("scroll", () => {
    if (!due) requestAnimationFrame(mark);
    due = true;
  }, { passive: true });
  mark();
}
