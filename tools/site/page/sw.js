// Serves the site from this machine once it was here, so that it works offline, and adds the headers that shared memory
// needs. VERSION and FILES are filled in by the build; a new version replaces the old as a whole.

const VERSION = "@VERSION@";
const FILES = ["@FILES@"];
const HEADERS = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Resource-Policy": "same-origin" };

function isolated(answer) {
  if (answer.status === 0 || answer.type === "opaqueredirect") return answer;
  const headers = new Headers(answer.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers });
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(FILES)));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== VERSION).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  event.respondWith(
    (async () => {
      const cache = await caches.open(VERSION);
      const kept = await cache.match(event.request, { ignoreSearch: true });
      if (kept) return isolated(kept);
      const answer = await fetch(event.request);
      if (answer.ok && answer.type === "basic") await cache.put(event.request, answer.clone());
      return isolated(answer);
    })(),
  );
});
