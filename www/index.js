// `farthing`: registers `<farthing-widget>`, and gives its class and its errors a name.
import "./assets/element.js";

export { FarthingError } from "./engine/error.js";

/** The element's class; none on a server that renders pages. */
export const FarthingWidget = globalThis.customElements?.get("farthing-widget");

// Beside this file, as the package has them, until a page says where it serves them.
if (FarthingWidget && !FarthingWidget.assets) FarthingWidget.assets = new URL(/* @vite-ignore */ "./assets/", import.meta.url).href;
