// What the airlock may tell the page around it, written down a second time: not the filter's own words.
const HEIGHTS = [320, 480, 640, 800];
const CODES = ["engine-stopped", "not-loaded", "not-sealed", "declined", "busy", "refused"];
const isId = (value) => typeof value === "string" && /^[A-Za-z0-9-]{1,36}$/.test(value);

const BODIES = {
  ready: { seal: (value) => value === "whole" || value === "partly" },
  resize: { height: (value) => HEIGHTS.includes(value) },
  ack: { id: isId, taken: (value) => typeof value === "boolean" },
  error: { code: (value) => CODES.includes(value), id: (value) => value === null || isId(value) },
  answer: { id: (value) => value === null || isId(value), consent: isId, text: (value) => typeof value === "string" && value.length <= 280 },
};

const sameKeys = (value, keys) => typeof value === "object" && value !== null && Object.keys(value).sort().join() === [...keys].sort().join();

/** What is wrong with a message, given as its JSON; nothing where it is as agreed. */
export function schemaFault(text) {
  let message;
  try {
    message = JSON.parse(text);
  } catch {
    return "no plain data";
  }
  if (!sameKeys(message, ["farthing", "type", "body"]) || message.farthing !== 1) return "other keys than farthing, type and body";
  const body = Object.hasOwn(BODIES, message.type) ? BODIES[message.type] : undefined;
  if (!body) return "a type that is not in the list";
  if (!sameKeys(message.body, Object.keys(body))) return "other keys in its body";
  for (const [key, test] of Object.entries(body)) if (!test(message.body[key])) return `its ${key}`;
  return undefined;
}
