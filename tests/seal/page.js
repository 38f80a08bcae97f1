// Runs the published vectors against the built module. Python asks for one story at a time and judges the result.
import * as seal from "/seal.js";

const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const fromBase64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const outcome = (promise) => promise.then((value) => value, (error) => ({ error: error.name }));

window.stories = {
  open: ({ private_key, envelope, kind, context }) =>
    outcome(
      seal
        .openEnvelope(fromHex(private_key), fromBase64(envelope), { kind, context: fromHex(context) })
        .then((content) => ({ content: toHex(content) })),
    ),
  seal: ({ public_key, content, kind, context }) =>
    outcome(
      seal
        .sealTo(fromHex(public_key), fromHex(content), { kind, context: fromHex(context) })
        .then((envelope) => ({ envelope: toBase64(envelope) })),
    ),
  verify: ({ signed, public_key, at, audience }) =>
    outcome(
      seal
        .verifyStatement(fromBase64(signed), [new Uint8Array(32), fromHex(public_key)], { at: new Date(at), audience })
        .then(({ checkCode }) => ({ check_code: checkCode })),
    ),
  sizes: (cases) =>
    cases.map(([kind, size]) => {
      try {
        return seal.sizeFor(kind, size);
      } catch (error) {
        return error.name;
      }
    }),
  padme: (lengths) => lengths.map(seal.padme),
  context: ([text, bytes]) => toHex(seal.contextOf(text, fromHex(bytes))),
  audience: (locator) => seal.audienceOf(fromHex(locator)),
  keyId: async (raw) => toHex(await seal.keyId(fromHex(raw))),
  canonical: (value) => seal.canonical(value),
  canSeal: () => seal.canSeal(),
  pair: async () => {
    const { publicKey, privateKey } = await seal.newPair();
    return { public_key: toHex(publicKey), private_key: toHex(privateKey) };
  },
};
