// Sealed envelopes, byte for byte those of wayhome/seal/envelopes.py, which says why they look like this.
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { NotAKey, NotAuthentic, NotOurs } from "./errors.js";
import { isPublished, pad, unpad } from "./sizes.js";
import { Reader, equal, joined, long, number, short, utf8 } from "./wire.js";

// Numbers are for ever; see wayhome/seal/kinds.py.
export const KINDS = Object.freeze({ request: 1, draft: 2, reply: 3, attachment: 4, capture: 5, partner: 6 });

const SUITE = 1;
const MAGIC = Uint8Array.of(0x57, 0x48, 0x45, 1);
const KEY_ID_SIZE = 8;
const ENC_SIZE = 32;
const OVERHEAD = 4 + 2 + 1 + 2 + KEY_ID_SIZE + 2 + ENC_SIZE + 4 + 16;

const hpke = () => new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

export const keyId = async (raw) => new Uint8Array(await crypto.subtle.digest("SHA-256", raw)).slice(0, KEY_ID_SIZE);

const header = (kind, recipient) =>
  joined(MAGIC, number(SUITE, 2), number(KINDS[kind], 1), short(recipient));

const info = (kind, recipient, context) => joined(short(utf8("wayhome envelope")), short(header(kind, recipient)), long(context));

// Whether this browser can seal at all; where it cannot, the form is sent as it is and the portal seals.
export async function canSeal() {
  try {
    await crypto.subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]);
    return true;
  } catch {
    return false;
  }
}

// A fresh pair as raw bytes: { publicKey, privateKey }.
export async function newPair() {
  const kem = hpke().kem;
  const pair = await kem.generateKeyPair();
  const [publicKey, privateKey] = await Promise.all([
    kem.serializePublicKey(pair.publicKey),
    kem.serializePrivateKey(pair.privateKey),
  ]);
  return { publicKey: new Uint8Array(publicKey), privateKey: new Uint8Array(privateKey) };
}

// An envelope of a published size that only the private half of `publicKey` (32 bytes) opens.
export async function sealTo(publicKey, content, { kind, context }) {
  const recipient = await keyId(publicKey);
  const padded = pad(content, OVERHEAD, kind);
  let enc, ciphertext;
  try {
    const suite = hpke();
    const recipientPublicKey = await suite.kem.importKey("raw", publicKey, true);
    const sender = await suite.createSenderContext({ recipientPublicKey, info: info(kind, recipient, context) });
    enc = new Uint8Array(sender.enc);
    ciphertext = new Uint8Array(await sender.seal(padded));
  } catch {
    throw new NotAKey("Nothing can be sealed to this key.");
  }
  return joined(header(kind, recipient), short(enc), long(ciphertext));
}

// The content, exactly as it was sealed for this key, kind and context. Throws NotOurs or NotAuthentic.
export async function openEnvelope(privateKey, envelope, { kind, context }) {
  const found = outside(envelope);
  const suite = hpke();
  const recipientKey = await suite.kem.importKey("raw", privateKey, false).catch(() => {
    throw new NotAKey("A private opening key has 32 bytes.");
  });
  const recipient = await keyId(await publicHalf(privateKey));
  if (found.kind !== kind) throw new NotOurs("The envelope is of another kind.");
  if (!equal(found.keyId, recipient)) throw new NotOurs("The envelope is closed for another key.");
  let padded;
  try {
    const reader = await suite.createRecipientContext({ recipientKey, enc: found.enc, info: info(kind, recipient, context) });
    padded = new Uint8Array(await reader.open(found.ciphertext));
  } catch {
    throw new NotAuthentic("The envelope was changed, or sealed for something else.");
  }
  return unpad(padded, OVERHEAD, kind);
}

function outside(content) {
  const reader = new Reader(content);
  if (!equal(reader.take(MAGIC.length), MAGIC)) throw new NotOurs("This is not an envelope of a version we know.");
  if (reader.number(2) !== SUITE) throw new NotOurs("The envelope is of a suite we do not open.");
  const kindNumber = reader.number(1);
  const kind = Object.keys(KINDS).find((name) => KINDS[name] === kindNumber);
  if (!kind) throw new NotOurs("The envelope is of a kind we do not know.");
  const found = { kind, keyId: reader.short(), enc: reader.short(), ciphertext: reader.long() };
  reader.end();
  if (found.keyId.length !== KEY_ID_SIZE || found.enc.length !== ENC_SIZE) {
    throw new NotOurs("The envelope has parts of a length that this suite does not have.");
  }
  if (!isPublished(kind, content.length)) throw new NotOurs("The envelope has a size that is not published for its kind.");
  return found;
}

// WebCrypto gives the public half of a private key only by way of its JWK.
async function publicHalf(privateKey) {
  const pkcs8 = joined(PKCS8_X25519, privateKey);
  const key = await crypto.subtle.importKey("pkcs8", pkcs8, { name: "X25519" }, true, ["deriveBits"]);
  const { x } = await crypto.subtle.exportKey("jwk", key);
  return Uint8Array.from(atob(x.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
}

// RFC 8410 §7: what stands before the 32 bytes of an X25519 private key.
const PKCS8_X25519 = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 110, 4, 34, 4, 32);
