// What the view and the engine have no use for is taken away before anything else runs where they run: of the global object
// what is named here and can be called or asked, of `navigator`, to which browsers add every year, all that is not.
//
// The policy refuses most of it already. Of a frame it does not refuse WebRTC and windows; of a worker it does not refuse
// the stores and channels of its origin, in which another page of ours could find what was left. Neither can take them
// back: the frame is opaque, so a frame of its own would be of another origin, and the worker can make no worker.
const WITHOUT = [
  "fetch", "fetchLater", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource",
  "RTCPeerConnection", "webkitRTCPeerConnection", "RTCIceTransport", "Worker", "SharedWorker", "importScripts",
  "BroadcastChannel", "Notification", "PaymentRequest", "webkitRequestFileSystem", "webkitRequestFileSystemSync",
  "webkitResolveLocalFileSystemURL", "webkitResolveLocalFileSystemSyncURL", "PresentationRequest",
  "IdentityCredential", "PublicKeyCredential", "cookieStore", "caches", "indexedDB", "sharedStorage",
  "HTMLFencedFrameElement", "FencedFrameConfig", "HTMLPortalElement", "TCPSocket", "UDPSocket", "TCPServerSocket",
  "navigation", "open", "print", "alert", "confirm", "prompt", "DOMParser", "XSLTProcessor", "Audio", "Worklet",
  "AudioContext", "OfflineAudioContext", "AudioWorklet", "CSSPaintWorklet", "MediaSource",
  "SpeechSynthesisUtterance", "speechSynthesis", "SpeechRecognition", "webkitSpeechRecognition", "ReportingObserver",
];
const LEFT_OF_NAVIGATOR = ["language", "languages"];

function take(from, name) {
  for (let holder = from; holder; holder = Object.getPrototypeOf(holder)) {
    if (!Object.hasOwn(holder, name)) continue;
    try { delete holder[name]; } catch { /* fixed: covered below */ }
  }
  try { Object.defineProperty(from, name, { value: undefined, writable: false, configurable: false }); } catch { /* fixed and gone */ }
}

/**
 * A link that is pressed with Alt is saved, with other keys or another button it is opened in a new tab, and what is dragged
 * is dropped elsewhere: that is the browser's doing, which no sandbox stops, and saving not even `Connection-Allowlist`.
 *
 * So no such press does anything of the browser's here. This hears of it first, by functions that nobody can have changed
 * yet; a press that a script makes up, maybe of a link that is in no page, does not begin, and what would have this forgotten
 * is gone.
 */
function keepPresses() {
  const { apply } = Reflect;
  const { preventDefault } = Event.prototype;
  const { dispatchEvent } = EventTarget.prototype;
  const keys = ["altKey", "ctrlKey", "metaKey", "shiftKey", "button"].map((name) => Object.getOwnPropertyDescriptor(MouseEvent.prototype, name).get);
  const isHeld = (event) => {
    try {
      for (let at = 0; at < keys.length; at += 1) if (apply(keys[at], event, [])) return true;
    } catch { /* no press */ }
    return false;
  };
  const stop = (type, test) => addEventListener(type, (event) => test(event) && apply(preventDefault, event, []), true);
  stop("click", isHeld);
  stop("auxclick", isHeld);
  stop("dragstart", () => true);
  EventTarget.prototype.dispatchEvent = function dispatch(event) {
    return !isHeld(event) && apply(dispatchEvent, this, [event]);
  };
  take(document, "open");
}

/** Takes the ways out away from this window or worker. */
export function lockDown() {
  if (globalThis.document) keepPresses();
  for (const name of WITHOUT) take(globalThis, name);
  for (const name in navigator) if (!LEFT_OF_NAVIGATOR.includes(name)) take(navigator, name);
}
