// Opens the inspection's page on a phone without a connection. It answers for that page, its files and the addresses
// of labels only; every other request of the site passes it by.
"use strict";
const CACHE = "inspect-1";
const PAGE = /^\/inspections\/\d+\/phone$/;
const LABEL = /^\/a\/(\d+)$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function keep(url) {
  const answer = await fetch(url, { credentials: "same-origin" });
  // The sign-in page in its place must never be kept under its address.
  if (answer.ok && !answer.redirected) await (await caches.open(CACHE)).put(url, answer);
}

self.addEventListener("message", (event) => {
  const done = () => event.ports[0]?.postMessage("kept");
  event.waitUntil(Promise.all((event.data?.keep ?? []).map(keep)).then(done, () => undefined));
});

async function page(request, path) {
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await (await caches.open(CACHE)).put(path, answer.clone());
    return answer;
  } catch (error) {
    const kept = await caches.match(path);
    if (kept) return kept;
    throw error;
  }
}

function rounds() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("netops-inspect");
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const found = request.result.transaction("rounds").objectStore("rounds").getAll();
      found.onsuccess = () => resolve(found.result);
      found.onerror = () => reject(found.error);
    };
  });
}

// A label that the phone's own camera opened while there is no connection: the page that is kept shows the asset.
async function label(request, assetId) {
  try {
    return await fetch(request);
  } catch (error) {
    const known = (await rounds()).find((one) => one.data.items.some((item) => item.asset_id === assetId));
    if (known) return Response.redirect(`/inspections/${known.round}/phone#asset=${assetId}`);
    throw error;
  }
}

async function file(request) {
  return (await caches.match(request.url)) ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin || event.request.method !== "GET") return;
  const found = LABEL.exec(url.pathname);
  if (event.request.mode === "navigate" && PAGE.test(url.pathname)) event.respondWith(page(event.request, url.pathname));
  else if (event.request.mode === "navigate" && found) event.respondWith(label(event.request, Number(found[1])));
  else if (url.pathname.startsWith("/static/") && url.search) event.respondWith(file(event.request));
});
