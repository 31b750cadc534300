import {header} from "./header.js";

/** A reference is text: its script is the header's button, and the boxes that scroll by keyboard. */
export function referencePage(): void {
  header();
  const boxes = [...document.querySelectorAll(".reference :is(.math, .scroll)")];
  const measure = (): void => {
    const wide = boxes.map((box) => box.scrollWidth > box.clientWidth);
    boxes.forEach((box, i) => {
      // a stop of the tab key only where there is something to scroll
      if (wide[i]) box.setAttribute("tabindex", "0");
      else box.removeAttribute("tabindex");
    });
  };
  new ResizeObserver(measure).observe(document.body);
  // a font that comes late makes an equation wider, not its box
  document.fonts.addEventListener("loadingdone", measure);
}
