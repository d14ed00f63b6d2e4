// All vectors for documents, in the order of the table.
import { frames } from "./frames.mjs";
import { host } from "./host.mjs";
import { links } from "./links.mjs";
import { media } from "./media.mjs";
import { moves } from "./moves.mjs";
import { pictures } from "./pictures.mjs";
import { requests } from "./requests.mjs";
import { services } from "./services.mjs";
import { sockets } from "./sockets.mjs";
import { stores } from "./stores.mjs";
import { styles } from "./styles.mjs";
import { workers } from "./workers.mjs";

export const GROUPS = { requests, links, pictures, styles, media, frames, moves, sockets, workers, stores, services, host };
export const DOCUMENT = Object.assign({}, ...Object.values(GROUPS));
