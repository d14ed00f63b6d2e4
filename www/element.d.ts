/** `farthing/element.js`: registers `<farthing-widget>`, as a classic script does. Its types are those of `farthing`. */
import "./index.js";
