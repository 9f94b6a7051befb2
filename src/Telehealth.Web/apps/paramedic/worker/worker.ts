import { cacheNameOf, isOfBuild, markedAsKept, outdated, pagePath, type Shell, treatmentOf } from './rules';

declare const self: ServiceWorkerGlobalScope;
/** Written in front of this script by the build. */
declare const crewShell: Shell;

/** A page that has not come by then is taken from what is kept: a crew in a dead spot must not look at a white screen. */
const patienceMs = 3_000;

self.addEventListener('install', (event) => event.waitUntil(keepShell()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));

// A page of this build asks it to take over; one of an older build still needs the files of its own, and is told that there is a newer one.
self.addEventListener('message', (event) => {
  if (typeof event.data === 'string' && crewShell.files.includes(event.data)) void self.skipWaiting();
  else event.source?.postMessage('newer');
});

self.addEventListener('fetch', (event) => {
  const treatment = treatmentOf(event.request, self.location.origin, crewShell);
  if (treatment === 'page') event.respondWith(page(event.request));
  if (treatment === 'file') event.respondWith(file(event.request));
});

/** All or nothing: half a shell would start a page that stays white. */
async function keepShell(): Promise<void> {
  const name = cacheNameOf(crewShell);
  try {
    const cache = await caches.open(name);
    const answer = await fetch(pagePath, { cache: 'no-cache' });
    if (!answer.ok || answer.redirected || !isOfBuild(await answer.clone().text(), crewShell))
      throw new Error('The server gives the page of another build.');
    await cache.put(pagePath, answer);
    await cache.addAll([...crewShell.files]);
  } catch (reason) {
    await caches.delete(name);
    throw reason;
  }
}

async function takeOver(): Promise<void> {
  for (const name of outdated(await caches.keys(), crewShell)) await caches.delete(name);
  await self.clients.claim();
}

async function page(request: Request): Promise<Response> {
  const patience = new AbortController();
  const asked = fetch(request, { signal: patience.signal });
  const inTime = await Promise.race([
    asked.then(unlessBroken, () => null),
    new Promise<null>((done) => setTimeout(() => done(null), patienceMs)),
  ]);
  if (inTime !== null) return inTime;
  const kept = await keptPage();
  if (kept === null) return asked;
  // A request that hangs on would keep this worker busy, and the next build's waiting.
  patience.abort();
  return kept;
}

/** What a gateway says in place of our server is no page. */
function unlessBroken(answer: Response): Response | null {
  return answer.status >= 500 ? null : answer;
}

async function keptPage(): Promise<Response | null> {
  try {
    const kept = await fromShell(pagePath);
    return kept === null ? null : new Response(markedAsKept(await kept.text()), { headers: kept.headers });
  } catch {
    return null;
  }
}

async function file(request: Request): Promise<Response> {
  return (await fromShell(new URL(request.url).pathname).catch(() => null)) ?? fetch(request);
}

async function fromShell(path: string): Promise<Response | null> {
  return (await (await caches.open(cacheNameOf(crewShell))).match(path)) ?? null;
}
