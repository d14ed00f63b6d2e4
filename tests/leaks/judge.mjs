// What of all that was seen is a fault.
import { KNOWN } from "./hook/host.mjs";
import { schemaFault } from "./schema.mjs";

/** More messages than these in one visit would be a signal by themselves. */
const MOST_MESSAGES = 20;

/** The ways by which the word left and was to be kept in. */
export const leaksOf = (each) => [...each.ways].filter((way) => !KNOWN.includes(way));

/** What is wrong with the messages that the page around got from the airlock. */
export function messageFaults(each) {
  const messages = (each.outcome?.host?.messages ?? []).filter(({ from }) => from === "airlock");
  const faults = messages.map(({ text }) => [schemaFault(text), text]).filter(([fault]) => fault);
  const found = faults.map(([fault, text]) => `message to the host: ${fault}: ${text.slice(0, 120)}`);
  if (messages.length > MOST_MESSAGES) found.push(`${messages.length} messages to the host`);
  return found;
}
