import {themeButton} from "./theme.js";

/** What every page's header does: the theme's button, and the list of models that closes again. */
export function header(): void {
  themeButton();
  const menu = document.querySelector<HTMLDetailsElement>("#models");
  if (!menu) return;
  const close = (): void => void (menu.open = false);
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) close();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) close();
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    close();
    menu.querySelector("summary")?.focus();
  });
}
