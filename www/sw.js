// Adds the sealing headers to the page, for hosts that cannot send them. It keeps nothing, hears no message, and knows
// nothing of what the page does. The page's own policy stands in the page: one kept here could be of another release.
//
// What it leaves as it is: the first load and a hard reload, which no service worker sees. The page finds out by asking
// for `farthing-canary`: whoever gets an answer is not sealed.
//
// Offline there is no page, as for any site: a kept copy could be of an older release than the one that is published.
const HEADERS = {
  "Connection-Allowlist": "()",
  "Permissions-Policy": "accelerometer=(), aria-notify=(), autoplay=(), browsing-topics=(), camera=(), captured-surface-control=(), clipboard-read=(), clipboard-write=(), compute-pressure=(), cross-origin-isolated=(), deferred-fetch=(), deferred-fetch-minimal=(), digital-credentials-create=(), digital-credentials-get=(), display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), idle-detection=(), keyboard-map=(), language-detector=(), language-model=(), local-fonts=(), local-network=(), local-network-access=(), loopback-network=(), magnetometer=(), media-playback-while-not-visible=(), microphone=(), midi=(), on-device-speech-recognition=(), otp-credentials=(), payment=(), picture-in-picture=(), private-state-token-issuance=(), private-state-token-redemption=(), publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), speaker-selection=(), storage-access=(), summarizer=(), sync-xhr=(), translator=(), unload=(), usb=(), window-management=(), xr-spatial-tracking=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Origin-Agent-Cluster": "?1",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "Access-Control-Allow-Origin": "*",
};

// The bodies come decoded, so neither of these holds any more.
const STALE = ["Content-Encoding", "Content-Length"];

function sealed(response) {
  const headers = new Headers(response.headers);
  for (const name of STALE) headers.delete(name);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

async function page(request) {
  // Asked anew each time, as where the headers come from the server: an old document is not mixed with new files.
  const response = await fetch(request, { cache: "no-cache" });
  // A redirect has nothing to add to; where it leads, this is asked again.
  if (response.status === 0) return response;
  // The host has learnt to send the headers. From then on this script is served sealed and could fetch nothing.
  if (response.headers.has("Connection-Allowlist")) {
    await registration.unregister();
    return response;
  }
  return sealed(response);
}

// A newer one takes over at once: there is nothing that it could find half done.
addEventListener("install", () => skipWaiting());

addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.url.startsWith(registration.scope) && pathname.endsWith("/farthing-canary")) {
    event.respondWith(sealed(new Response("not sealed")));
  } else if (event.request.mode === "navigate") {
    event.respondWith(page(event.request));
  }
});
