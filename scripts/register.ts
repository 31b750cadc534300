/**
 * Called once a page: offline after a visit. What a first visit loaded before there was a worker is
 * handed over to it; from the second visit on the worker also fetches what was never opened, unless
 * the reader saves data.
 */
export function register(worker: URL): void {
  const returning = navigator.serviceWorker?.controller != null;
  addEventListener("load", () => void keep(worker, returning));
}

async function keep(worker: URL, returning: boolean): Promise<void> {
  try {
    await navigator.serviceWorker.register(worker);
    const {active} = await navigator.serviceWorker.ready;
    const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
    active?.postMessage({visited: [location.href, ...loaded]});
    if (returning && !savesData()) setTimeout(() => active?.postMessage({rest: true}), 5000);
  } catch {
    // a page that cannot be kept (no HTTPS, a private window) works as before
  }
}

/** Only Chromium says so. */
function savesData(): boolean {
  return (
    "connection" in navigator && Reflect.get(Object(navigator.connection), "saveData") === true
  );
}
