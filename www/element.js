// <farthing-widget>: one frame that shows Farthing, and no way to look into it.
//
//   <script src="https://your.example/farthing/element.js" async></script>
//   <farthing-widget></farthing-widget>
//
// Attributes: locale (BCP 47, read once), theme ("light" or "dark"), height (320, 480, 640 or 800), label (the frame's name).
// Events: farthing-ready, farthing-error with detail { code }. Method: dispose().
(() => {
  "use strict";
  const NAME = "farthing-widget";
  // A page may load this script twice; the first one counts.
  if (customElements.get(NAME)) return;

  const HEIGHTS = [320, 480, 640, 800];
  const THEMES = ["light", "dark"];
  const ERRORS = ["engine-stopped", "not-loaded", "not-sealed"];
  const script = document.currentScript ?? document.querySelector('script[src$="/element.js"], script[src="element.js"]');
  const page = new URL("index.html", script.src);

  class FarthingWidget extends HTMLElement {
    static observedAttributes = ["theme", "height", "label"];
    #frame = null;
    #disposed = false;
    #listen = (event) => this.#hear(event);

    connectedCallback() {
      if (this.#disposed || this.#frame) return;
      const address = new URL(page);
      if (this.getAttribute("locale")) address.searchParams.set("locale", this.getAttribute("locale"));
      if (this.#theme) address.searchParams.set("theme", this.#theme);
      const frame = document.createElement("iframe");
      frame.src = address.href;
      frame.referrerPolicy = "no-referrer";
      frame.style.cssText = "display:block;width:100%;height:100%;border:0;border-radius:inherit;color-scheme:normal";
      this.#frame = frame;
      const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      root.replaceChildren(frame);
      this.#dress();
      addEventListener("message", this.#listen);
    }

    // `moveBefore` keeps the frame alive; any other move ends its document and begins a new one.
    connectedMoveCallback() {}

    disconnectedCallback() {
      removeEventListener("message", this.#listen);
      this.#frame?.remove();
      this.#frame = null;
    }

    attributeChangedCallback(name) {
      if (!this.#frame) return;
      this.#dress();
      if (name === "theme") {
        this.#frame.contentWindow?.postMessage({ farthing: 1, type: "theme", body: this.#theme ?? "system" }, page.origin);
      }
    }

    /** Removes the frame for good. What was read in it is forgotten. */
    dispose() {
      this.#disposed = true;
      this.disconnectedCallback();
    }

    get #theme() {
      return THEMES.find((theme) => theme === this.getAttribute("theme"));
    }

    #dress() {
      const wanted = Number.parseInt(this.getAttribute("height") ?? "640", 10);
      const height = HEIGHTS.find((step) => step >= wanted) ?? HEIGHTS.at(-1);
      this.style.display ||= "block";
      this.style.height = `${height}px`;
      this.#frame.title = this.getAttribute("label") || "Farthing, a money assistant";
    }

    #hear({ source, origin, data }) {
      if (!this.#frame || source !== this.#frame.contentWindow || origin !== page.origin) return;
      if (data?.farthing !== 1) return;
      if (data.type === "ready") this.dispatchEvent(new Event("farthing-ready"));
      if (data.type === "error" && ERRORS.includes(data.body?.code)) {
        this.dispatchEvent(new CustomEvent("farthing-error", { detail: { code: data.body.code } }));
      }
    }
  }

  customElements.define(NAME, FarthingWidget);
})();
