// Workers and worklets that a page makes, and what stays behind when the page is gone.
export const workers = {
  "worker of our server": (w) => { globalThis.held = new Worker(w.own(".js")); },
  "worker of our server, as a module": (w) => { globalThis.held = new Worker(w.own(".js"), { type: "module" }); },
  "worker of a blob, its fetch": (w) => { globalThis.held = new Worker(w.blob(`fetch(${JSON.stringify(w.own())})`)); },
  "worker of a blob, its scripts": (w) => { globalThis.held = new Worker(w.blob(`importScripts(${JSON.stringify(w.own(".js"))})`)); },
  "worker of a blob, its import": (w) => { globalThis.held = new Worker(w.blob(`import(${JSON.stringify(w.own(".js"))})`), { type: "module" }); },
  "worker of a blob, its socket": (w) => { globalThis.held = new Worker(w.blob(`new WebSocket(${JSON.stringify(w.awaySocket())})`)); },
  "worker of a blob, told by its name": (w) => { globalThis.held = new Worker(w.blob(`fetch(${JSON.stringify(w.ownPage("take/"))} + name)`), { name: w.word }); },
  "worker of data": (w) => { globalThis.held = new Worker(w.data(`fetch(${JSON.stringify(w.away())},{mode:"no-cors"})`)); },
  "worker of a worker": (w) => { globalThis.held = new Worker(w.blob(`new Worker(URL.createObjectURL(new Blob([${JSON.stringify(`fetch(${JSON.stringify(w.own())})`)}])))`)); },
  "shared worker of our server": (w) => { globalThis.held = new SharedWorker(w.own(".js")); },
  "shared worker of a blob": (w) => { globalThis.held = new SharedWorker(w.blob(`fetch(${JSON.stringify(w.own())})`)); },
  "shared worker of data": (w) => { globalThis.held = new SharedWorker(w.data(`fetch(${JSON.stringify(w.away())},{mode:"no-cors"})`)); },
  "service worker registered": (w) => navigator.serviceWorker.register(w.own(".js")),
  "service worker for a scope": (w) => navigator.serviceWorker.register(w.ownPage("take/worker.js"), { scope: `/take/${w.word}/` }).then(() => w.frame({ src: `/take/${w.word}/` })),
  "service worker brought up to date": async (w) => {
    const registration = await navigator.serviceWorker.register(w.ownPage(`take/worker.js?${w.word}`), { scope: "/take/x" });
    await registration.update();
  },
  "service worker told": async (w) => {
    const registration = await navigator.serviceWorker.register(w.ownPage("take/worker.js"), { scope: "/take/" });
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    worker.postMessage(w.own());
  },
  "service worker, its push": async (w) => { const held = await navigator.serviceWorker.register(w.ownPage("take/worker.js")); await held.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: w.word }); },
  "fetch in the background": async (w) => { const held = await navigator.serviceWorker.register(w.ownPage("take/worker.js"), { scope: "/take/" }); await w.sleep(200); await held.backgroundFetch.fetch(w.word, [w.own()]); },
  "worklet of our server": (w) => CSS.animationWorklet.addModule(w.own(".js")),
  "worklet of shared storage": (w) => sharedStorage.worklet.addModule(w.own(".js")),
};
