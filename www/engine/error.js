/** What every rejection of this package is. One class for the element and the engine's door, whichever script comes first. */
export const FarthingError = (globalThis[Symbol.for("farthing.error")] ??= class FarthingError extends Error {
  constructor(code, message, details = null) {
    super(message);
    Object.assign(this, { name: "FarthingError", code, details });
  }
});
