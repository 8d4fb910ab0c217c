// The service worker: the page opens without a network, and while the server is away.
//
// It keeps the files of one build and nothing else. Answers of the API are never kept, and what it does not know it
// leaves to the browser. A page always comes from the server if that answers, so that a new version is there at once.

/** The files of the build that this worker belongs to; the build puts them in the place of the name. */
declare const __SHELL__: {
  readonly version: string;
  /** The path of each file, and its digest as in the integrity attribute of HTML. */
  readonly files: readonly (readonly [path: string, integrity: string])[];
};

// What a worker has besides a page; the two libraries of types exclude one another.
interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Event {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: Lasting) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetching) => void): void;
}
const worker = self as unknown as Worker;

const { version, files } = __SHELL__;
const CACHES = "whaleshark-shell-";
const CACHE = CACHES + version;
const PAGE = "/";
const paths = new Set(files.map(([path]) => path));

/** How long a server may take before the kept page is shown; milliseconds. */
const PATIENCE = 3_000;
const SERVER_ERROR = 500;

/** Keeps all files or none. If the server has another build by now, a digest differs, and its own worker comes. */
async function keepFiles(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(files.map(([path, integrity]) => new Request(path, { integrity, cache: "no-cache" })));
}

async function dropOtherBuilds(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(CACHES) && name !== CACHE).map((name) => caches.delete(name)),
  );
}

async function kept(path: string): Promise<Response | undefined> {
  return (await caches.open(CACHE)).match(path);
}

function late(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), PATIENCE));
}

/** The page from the server; the kept one if the server does not answer, or a proxy answers that it is away. */
async function page(request: Request): Promise<Response> {
  const asked = fetch(request);
  const answer = await Promise.race([asked.catch(() => undefined), late()]);
  if (answer && answer.status < SERVER_ERROR) {
    return answer;
  }
  return (await kept(PAGE)) ?? answer ?? asked;
}

async function file(request: Request, path: string): Promise<Response> {
  return (await kept(path)) ?? fetch(request);
}

worker.addEventListener("install", (event) => event.waitUntil(keepFiles().then(() => worker.skipWaiting())));
worker.addEventListener("activate", (event) => event.waitUntil(dropOtherBuilds().then(() => worker.clients.claim())));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) {
    return;
  }
  if (request.mode === "navigate") {
    if (pathname === PAGE) {
      event.respondWith(page(request));
    }
  } else if (paths.has(pathname)) {
    event.respondWith(file(request, pathname));
  }
});
