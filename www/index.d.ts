/**
 * What `element.js` adds to a page: `<farthing-widget>`.
 *
 * The page around the element learns that it is there and ready, and nothing of what is in it.
 */
export {};

declare global {
  /** One frame that shows Farthing. Nothing of it can be read from outside. */
  interface FarthingWidget extends HTMLElement {
    /** Removes the frame for good. Calling it again does nothing. */
    dispose(): void;

    addEventListener<K extends keyof FarthingEvents>(
      type: K,
      listener: (this: FarthingWidget, event: FarthingEvents[K]) => unknown,
      options?: boolean | AddEventListenerOptions,
    ): void;
    addEventListener(
      type: string,
      listener: EventListenerOrEventListenerObject,
      options?: boolean | AddEventListenerOptions,
    ): void;
  }

  /** The attributes of `<farthing-widget>`. */
  interface FarthingAttributes {
    /** BCP 47 tag such as `en-GB`. Read when the element enters the page; the browser's own where absent. */
    locale?: string;
    /** The colour scheme; as the system has it where absent. */
    theme?: "light" | "dark";
    /** Height in pixels, in steps; 640 where absent. */
    height?: "320" | "480" | "640" | "800";
    /** The frame's name for screen readers. */
    label?: string;
  }

  /** The events of `<farthing-widget>`. */
  interface FarthingEvents {
    /** It is there and takes input. Comes again when the element was moved by other means than `moveBefore`. */
    "farthing-ready": Event;
    /** It cannot go on, or had to start over. */
    "farthing-error": CustomEvent<{ code: FarthingErrorCode }>;
  }

  /** Why `farthing-error` came. */
  type FarthingErrorCode =
    /** The engine stopped and was started anew; files have to be opened again. */
    | "engine-stopped"
    /** A part of it could not be loaded. */
    | "not-loaded"
    /** The browser did not refuse the network, so no file can be opened. */
    | "not-sealed";

  interface HTMLElementTagNameMap {
    "farthing-widget": FarthingWidget;
  }
}
