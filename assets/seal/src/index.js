// The browser half of the seal: what wayhome/seal does in Python, with the same test vectors.
export { KINDS, canSeal, keyId, newPair, openEnvelope, sealTo } from "./envelopes.js";
export * from "./errors.js";
export { padme, sizeFor } from "./sizes.js";
export { audienceOf, canonical, checkCodeOf, verifyStatement } from "./statements.js";
export { contextOf } from "./wire.js";
