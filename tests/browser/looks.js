// The words of every look on a page that is not known yet. Contrast takes most of what axe needs, and it is the same for
// words that look the same: in color, size and weight, in whether and how they are shown, and in the grounds they stand on.
// Three of a look are measured, the first, the last and one between, for the case that something lies over one of them.
window.fieldbookLooks = (known) => {
  const plain = "rgba(0, 0, 0, 0)|none|1|none|normal|auto|none|static|false";
  const grounds = new Map();
  const ground = (one) => {
    if (!one) return "";
    if (!grounds.has(one)) {
      const style = getComputedStyle(one);
      const { backgroundColor, backgroundImage, opacity, filter, mixBlendMode, clip, clipPath, position } = style;
      const disabled = one.matches(":disabled, [aria-disabled=true]") || Boolean(one.control?.disabled);
      const own = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode, clip, clipPath, position, disabled];
      const below = ground(one.parentElement);
      grounds.set(one, own.join("|") === plain ? below : `${below} > ${own.join("|")}`);
    }
    return grounds.get(one);
  };
  const words = (one) => [...one.childNodes].map((node) => (node.nodeType === Node.TEXT_NODE ? node.data : "")).join("");
  const looks = {};
  for (const one of document.body.querySelectorAll("*")) {
    const said = words(one).trim();
    if (!(said || one.matches("input, select, textarea")) || !one.checkVisibility({ visibilityProperty: true })) continue;
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    const shown = [box.width > 1 && box.height > 1, box.right > 0, said.length > 1, /[\p{L}\p{N}]/u.test(said)];
    const look = [one.type ?? "", color, fontSize, fontWeight, textShadow, shown, ground(one)].join(" ");
    looks[look] = [...(looks[look] ?? []), one];
  }
  for (const look of known) delete looks[look];
  for (const [look, same] of Object.entries(looks)) {
    looks[look] = [...new Set([same[0], same[same.length >> 1], same.at(-1)])];
  }
  return looks;
};
axe.configure({ rules: [{ id: "color-contrast", selector: "[data-look]" }] });
