/** `farthing/react`: types only, for `<farthing-widget>` in JSX. Name it in `compilerOptions.types`, or `import type {} from "farthing/react"`. */
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { FarthingAttributes, FarthingEventMap, FarthingWidget } from "./index.js";

/** React hands `onfarthing-ready` and the like to `addEventListener`. */
type Listeners = { [K in keyof FarthingEventMap as `on${K}`]?: (event: FarthingEventMap[K]) => void };

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "farthing-widget": DetailedHTMLProps<HTMLAttributes<FarthingWidget>, FarthingWidget> & FarthingAttributes & Listeners;
    }
  }
}
