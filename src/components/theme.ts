/** The header's button: light or dark, kept on this device. */
export function themeButton(): void {
  const root = document.documentElement;
  document.querySelector("#theme")?.addEventListener("click", () => {
    const stated = root.dataset["theme"];
    const isDark = stated ? stated === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset["theme"] = isDark ? "light" : "dark";
    try {
      localStorage.setItem("ironlaw-theme", root.dataset["theme"]);
    } catch {
      // storage may be closed to a page; the choice then lasts as long as the page
    }
  });
}
