/* global FILES, PAGES -- names of this build's files and pages, filled in by scripts/bundle.ts */
// The service worker: a visited page works without a network. Files are named by their content and
// never change: cache first. Pages come from the network while there is one.
const cacheName = "ironlaw";
const buildName = here("_build");
const isFile = (url) => /\/_(app|file)\//.test(new URL(url).pathname);

function here(name) {
  return new URL(name, registration.scope).href;
}

addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => event.waitUntil(takeOver()));

addEventListener("message", (event) => {
  const {visited = [], rest = false} = event.data;
  const own = visited.filter((url) => url.startsWith(registration.scope));
  event.waitUntil(rest ? keep([...FILES, ...PAGES].map(here)) : keep(own));
});

addEventListener("fetch", (event) => {
  const {request} = event;
  if (request.method !== "GET" || !request.url.startsWith(registration.scope)) return;
  if (isFile(request.url)) event.respondWith(file(request.url));
  else if (request.mode === "navigate") event.respondWith(page(request.url));
});

/** Drops the files of builds before the last: a tab that is still open may ask for that one's. */
async function takeOver() {
  const cache = await caches.open(cacheName);
  const last = await cache.match(buildName).then((response) => response?.json());
  const current = new Set([...FILES, ...(last ?? [])].map(here));
  for (const {url} of await cache.keys())
    if (isFile(url) && !current.has(url)) await cache.delete(url);
  await cache.put(buildName, Response.json(FILES));
  await clients.claim();
}

/** One after the other, so that what a reader waits for comes first. */
async function keep(urls) {
  const cache = await caches.open(cacheName);
  for (const url of urls) {
    if (isFile(url)) await file(url).catch(() => undefined);
    else if (!(await cache.match(nameOf(url)))) await page(url);
  }
}

async function file(url) {
  const cache = await caches.open(cacheName);
  const known = await cache.match(url);
  if (known) return known;
  const response = await fetch(url);
  if (response.ok) await cache.put(url, response.clone());
  return response;
}

async function page(url) {
  const cache = await caches.open(cacheName);
  try {
    // past the browser's own cache: an old page would ask for files that a new build does not have
    const response = await fetch(url, {cache: "no-cache"});
    if (response.redirected) return Response.redirect(response.url);
    if (response.ok) await cache.put(nameOf(url), response.clone());
    return response;
  } catch {
    return (await cache.match(nameOf(url))) ?? Response.error();
  }
}

/** A page is one page whatever its scenario: the query is not part of its name. */
function nameOf(url) {
  return url.replace(/[?#].*/, "");
}
