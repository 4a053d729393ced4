// How many characters are used, shown when room gets short and spoken when it runs out; the server has the last word.
import { say } from "./words.js";

export function counters(root = document) {
  root.querySelectorAll("[data-limit]").forEach((input) => {
    const limit = Number(input.dataset.limit);
    const seen = document.createElement("span");
    seen.className = "hint counter";
    const spoken = document.createElement("span");
    spoken.className = "hush";
    spoken.role = "status";
    const draw = () => {
      const used = [...input.value].length;
      seen.textContent = used > limit * 0.7 ? say("used", `${used}/${limit}`) : "";
      seen.classList.toggle("over", used > limit);
      spoken.textContent = used > limit - 10 ? seen.textContent : "";
    };
    (input.closest("text-expander") ?? input).after(seen, spoken);
    input.addEventListener("input", draw);
    draw();
  });
}
