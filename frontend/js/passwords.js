// A button that shows the password; pasting and password managers keep working.
import { say } from "./words.js";

export function passwords() {
  document.querySelectorAll("input[type=password]").forEach((input) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button bare";
    const draw = () => (button.textContent = say(input.type === "password" ? "show" : "hide"));
    button.addEventListener("click", () => {
      input.type = input.type === "password" ? "text" : "password";
      draw();
    });
    draw();
    button.setAttribute("aria-controls", input.id);
    input.after(button);
    input.form?.addEventListener("submit", () => (input.type = "password"));
  });
}
