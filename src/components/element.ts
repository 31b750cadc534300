import {html} from "htl";

/** Markup with one element in it, as that element; what is put in is text or nodes, never markup. */
type Template<E> = (strings: TemplateStringsArray, ...values: readonly unknown[]) => E;

// the caller sees the tag that it writes
export const element = html as Template<HTMLElement>;
export const inputElement = html as Template<HTMLInputElement>;
export const selectElement = html as Template<HTMLSelectElement>;
export const optionElement = html as Template<HTMLOptionElement>;
export const optgroupElement = html as Template<HTMLOptGroupElement>;
export const buttonElement = html as Template<HTMLButtonElement>;
export const detailsElement = html as Template<HTMLDetailsElement>;
export const anchorElement = html as Template<HTMLAnchorElement>;

/** A button that does something. */
export function button(words: string | Node, run: () => void, style = "button"): HTMLButtonElement {
  const made = buttonElement`<button type="button" class=${style}>${words}</button>`;
  made.addEventListener("click", run);
  return made;
}

/**
 * New text, only where it differs: an equal one would still cost style, layout and paint. Text that is
 * there is changed in place: a new node would be laid out from nothing, and ask every `:has()` again.
 */
export function write(node: Node, text: string): void {
  if (node.textContent === text) return;
  const first = node.firstChild;
  if (first instanceof Text && first === node.lastChild) first.data = text;
  else node.textContent = text;
}

/** A style's value, only where it differs. */
export function writeStyle(node: HTMLElement, name: string, value: string): void {
  if (node.style.getPropertyValue(name) !== value) node.style.setProperty(name, value);
}

/** Writes a sentence with its **numbers** in bold; parts that stay are not made again. */
export function writeRich(node: Element, sentence: string): void {
  const parts = sentence.split(/\*\*(.+?)\*\*/);
  if (node.childNodes.length !== parts.length)
    node.replaceChildren(...parts.map((_, i) => (i % 2 === 1 ? element`<b></b>` : new Text())));
  parts.forEach((part, i) => write(node.childNodes[i]!, part));
}

/** Puts what is live where the build wrote the same for the first scenario. */
export function settle(selector: string, node: Element): void {
  document.querySelector(selector)?.replaceChildren(node);
}
