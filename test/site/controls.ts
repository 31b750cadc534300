import type {Locator, Page} from "playwright-core";

/** A slider by its label. */
export const slider = (page: Page, label: string): Locator => page.getByLabel(label, {exact: true});

/** The box beside a slider. */
export const box = (page: Page, label: string): Locator => page.getByLabel(`${label}, exact value`);

/** One of the four numbers. */
export const figure = (page: Page, i: number): Locator => page.locator(".figures .value").nth(i);

/** What is read, every blank an ordinary one. */
export async function words(locator: Locator): Promise<string> {
  return (await locator.innerText()).replace(/\s+/g, " ").trim();
}

/** What is drawn at rest is drawn. */
export const rest = (page: Page): Promise<void> => page.waitForTimeout(350);

/** The query of the address, which is written a quarter of a second after the last move. */
export async function query(page: Page): Promise<URLSearchParams> {
  await page.waitForTimeout(400);
  return new URL(page.url()).searchParams;
}
