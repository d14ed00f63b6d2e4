// What is left for another page of our own origin to read: `observe.html` is opened next and sends what it finds.
export const stores = {
  "localStorage": (w) => localStorage.setItem("way", w.word),
  "localStorage of the parent": (w) => parent.localStorage.setItem("way", w.word),
  "cookie": (w) => { document.cookie = `way=${w.word};path=/`; },
  "cookie, partitioned": (w) => { document.cookie = `way=${w.word};path=/;Secure;SameSite=None;Partitioned`; },
  "cookie store": (w) => cookieStore.set("way", w.word),
  "IndexedDB": (w) => new Promise((done, failed) => {
    const opened = indexedDB.open(w.word, 1);
    opened.onsuccess = done;
    opened.onerror = failed;
  }),
  "Cache": async (w) => (await caches.open(w.word)).put("/bait", new Response(w.word)),
  "origin private files": async (w) => (await navigator.storage.getDirectory()).getFileHandle(w.word, { create: true }),
  "storage bucket": (w) => navigator.storageBuckets.open(w.word),
  "files of old": (w) => new Promise((done, failed) => webkitRequestFileSystem(0, 9, ({ root }) => root.getFile(w.word, { create: true }, done, failed), failed)),
  "lock": (w) => { navigator.locks.request(w.word, () => new Promise(() => {})); },
  "BroadcastChannel": (w) => { globalThis.held = new BroadcastChannel("way"); setInterval(() => held.postMessage(w.word), 100); },
  "shared storage": (w) => sharedStorage.set("way", w.word),
  "shared worker of a fixed address": (w) => { globalThis.held = new SharedWorker("/take/shared.js"); held.port.postMessage(w.word); },
  "sessionStorage, then our page": (w) => { sessionStorage.setItem("way", w.word); location = w.ownPage("observe.html"); },
  "history, then our page": (w) => { history.replaceState(w.word, ""); location.reload(); },
  "password kept": (w) => navigator.credentials.store(new PasswordCredential({ id: w.word, password: w.word })),
  "fragment of our page": (w) => { top.location = w.ownPage(`observe.html#${w.word}`); },
};
