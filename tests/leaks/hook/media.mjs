// Sound, film, plug-ins and devices.
export const media = {
  "audio": (w) => w.make("audio", { src: w.away(), preload: "auto" }),
  "audio by script": (w) => { globalThis.held = new Audio(w.away()); return held.play(); },
  "audio source": (w) => w.make("source", { src: w.away() }, w.make("audio", { preload: "auto" })),
  "video": (w) => w.make("video", { src: w.away(), preload: "auto" }),
  "video, our server": (w) => w.make("video", { src: w.own(), autoplay: "", muted: "" }),
  "video source": (w) => w.make("source", { src: w.away(), type: "video/mp4" }, w.make("video", { preload: "auto" })),
  "video poster": (w) => w.make("video", { poster: w.away() }),
  "video playlist as a blob": (w) => w.make("video", { preload: "auto", src: w.blob(`#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n${w.away(".ts")}\n#EXT-X-ENDLIST\n`, "application/vnd.apple.mpegurl") }),
  "video track": (w) => {
    const video = w.make("video", { src: "data:video/mp4,", crossorigin: "" });
    w.make("track", { src: w.away(".vtt"), kind: "subtitles", default: "" }, video).track.mode = "showing";
  },
  "object": (w) => w.make("object", { data: w.away() }),
  "object, our server": (w) => w.make("object", { type: "text/html", data: w.own() }),
  "object with a code base": (w) => w.make("object", { codebase: w.away("/"), classid: "bait", data: "bait" }),
  "object by parameter": (w) => w.make("param", { name: "src", value: w.away() }, w.make("object", { type: "application/x-shockwave-flash" })),
  "embed": (w) => w.make("embed", { src: w.away() }),
  "embed of a PDF": (w) => w.make("embed", { type: "application/pdf", src: w.own(".pdf") }),
  "applet": (w) => w.make("applet", { code: w.away(), codebase: w.away("/"), archive: w.away("b") }),
  "portal": (w) => w.make("portal", { src: w.away() }),
  "fenced frame": (w) => { w.make("fencedframe").config = new FencedFrameConfig(w.away()); },
  "model": (w) => w.make("model", { src: w.away() }),
  "artwork of what plays": async (w) => {
    navigator.mediaSession.metadata = new MediaMetadata({ title: w.word, artwork: [{ src: w.own(".png"), sizes: "96x96", type: "image/png" }] });
    const context = new AudioContext();
    await context.resume();
  },
  "speech": (w) => speechSynthesis.speak(new SpeechSynthesisUtterance(w.word)),
  "speech recognition": () => { globalThis.held = new webkitSpeechRecognition(); held.start(); },
  "presentation on another screen": (w) => new PresentationRequest(w.awayTls()).start(),
  "presentation, watched": (w) => new PresentationRequest([w.awayTls()]).getAvailability(),
  "playing elsewhere": (w) => w.make("video", { src: w.away() }).remote.watchAvailability(() => {}),
  "audio worklet": (w) => new AudioContext().audioWorklet.addModule(w.own(".js")),
  "audio worklet of a blob": (w) => new AudioContext().audioWorklet.addModule(w.blob(`import ${JSON.stringify(w.own(".js"))};`)),
};
