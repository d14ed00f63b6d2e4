// What the view and the engine have no use for is taken away before anything else runs where they run: of the global object
// what is named here, of `navigator`, to which browsers add every year, all that is not.
//
// The policy refuses most of it already. Of a frame it does not refuse WebRTC and windows; of a worker it does not refuse
// the stores and channels of its origin, in which another page of ours could find what was left. Neither can take them
// back: the frame is opaque, so a frame of its own would be of another origin, and the worker can make no worker.
const WITHOUT = [
  "fetch", "fetchLater", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "RTCPeerConnection",
  "webkitRTCPeerConnection", "RTCIceTransport", "RTCDtlsTransport", "RTCSctpTransport", "RTCDataChannel", "RTCIceCandidate",
  "Worker", "SharedWorker", "importScripts", "ServiceWorkerContainer", "BroadcastChannel", "PushManager", "Notification", "PaymentRequest",
  "webkitRequestFileSystem", "webkitRequestFileSystemSync", "webkitResolveLocalFileSystemURL", "webkitResolveLocalFileSystemSyncURL",
  "IDBFactory", "CacheStorage", "StorageManager", "LockManager", "FileSystemHandle",
  "PresentationRequest", "PresentationConnection", "RemotePlayback", "IdentityCredential", "CredentialsContainer",
  "PublicKeyCredential", "BackgroundFetchManager", "SyncManager", "CookieStore", "cookieStore", "caches", "indexedDB",
  "sharedStorage", "WindowSharedStorage", "HTMLFencedFrameElement", "FencedFrameConfig", "HTMLPortalElement", "Fence",
  "TCPSocket", "UDPSocket", "TCPServerSocket", "navigation", "Navigation", "open", "print", "alert", "confirm", "prompt",
  "DOMParser", "XSLTProcessor", "Audio", "Worklet", "AudioContext", "OfflineAudioContext", "AudioWorklet", "CSSPaintWorklet",
  "MediaSource", "SpeechSynthesisUtterance", "speechSynthesis", "SpeechRecognition", "webkitSpeechRecognition", "ReportingObserver",
];
const LEFT_OF_NAVIGATOR = ["language", "languages"];

function take(from, name) {
  for (let holder = from; holder; holder = Object.getPrototypeOf(holder)) {
    if (!Object.hasOwn(holder, name)) continue;
    try { delete holder[name]; } catch { /* fixed: covered below */ }
  }
  try { Object.defineProperty(from, name, { value: undefined, writable: false, configurable: false }); } catch { /* fixed and gone */ }
}

/** Takes the ways out away from this window or worker. */
export function lockDown() {
  for (const name of WITHOUT) take(globalThis, name);
  for (const name in navigator) if (!LEFT_OF_NAVIGATOR.includes(name)) take(navigator, name);
}
