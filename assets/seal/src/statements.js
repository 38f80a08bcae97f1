// Signed letters and notices, checked as in wayhome/seal/signatures.py: offline, with keys the page was built with.
import { Expired, NotAuthentic, NotForThisReader, NotOurs, NotYetValid } from "./errors.js";
import { keyId } from "./envelopes.js";
import { equal, hex, joined, utf8 } from "./wire.js";

const LONGEST = 64 * 1024;
const CLOCK_TOLERANCE = 5 * 60 * 1000;
const CHECK_CODE_REMAINDER = 2n;

// RFC 8785: members in the order of their UTF-16 code units, numbers and strings as ECMAScript writes them.
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

// Whom a letter is for, from the 16-byte locator of a receipt, in hex.
export const audienceOf = async (locator) => hex(await sha256(joined(utf8("wayhome audience 1\n"), locator)));

// The 24 digits at the foot of a statement.
export async function checkCodeOf(signed) {
  const leaf = await sha256(joined(Uint8Array.of(0), signed));
  const number = BigInt(`0x${hex(await sha256(joined(utf8("wayhome check code 1\n"), leaf)))}`) % 10n ** 22n;
  const check = (97n + CHECK_CODE_REMAINDER - ((number * 100n) % 97n)) % 97n;
  return String(number).padStart(22, "0") + String(check < 2n ? check + 97n : check).padStart(2, "0");
}

// The statement, if one of `keys` (raw, 32 bytes each) signed it and it holds at `at` (a Date) for this reader (an audience in hex).
export async function verifyStatement(signed, keys, { at, audience = null }) {
  const { statement, signature } = read(signed);
  const key = await keyNamed(statement.key, keys);
  const content = utf8(`wayhome statement 1\n${canonical(statement)}`);
  if (!(await isSigned(key, signature, content))) {
    throw new NotAuthentic("The statement was not signed by the key it names.");
  }
  const { issued, expires } = moments(statement);
  if (statement.audience !== null && statement.audience !== audience) {
    throw new NotForThisReader("The statement was written for another receipt.");
  }
  if (at.getTime() < issued - CLOCK_TOLERANCE) {
    throw new NotYetValid("The statement is dated in the future.");
  }
  if (at.getTime() >= expires) {
    throw new Expired("The time of the statement is over.");
  }
  return { statement, checkCode: await checkCodeOf(signed) };
}

// When it holds, in milliseconds. A form this page was not built for is refused, even if it is signed.
function moments({ format, kind, lines, issued, expires }) {
  const known = format === 1 && ["letter", "notice"].includes(kind) && Array.isArray(lines);
  const begin = Date.parse(issued);
  const end = expires === null ? Infinity : Date.parse(expires);
  if (!known || Number.isNaN(begin) || Number.isNaN(end)) throw new NotOurs("The statement is of a form we do not know.");
  return { issued: begin, expires: end };
}

async function isSigned(key, signature, content) {
  const imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, imported, signature, content);
}

function read(signed) {
  try {
    if (signed.length > LONGEST) throw new RangeError();
    const outer = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(signed));
    const signature = Uint8Array.from(atob(outer.signature), (sign) => sign.charCodeAt(0));
    // Any other spelling of the same JSON would have another check code, so only one spelling is accepted.
    const form = canonical({ signature: btoa(String.fromCharCode(...signature)), statement: outer.statement });
    if (equal(utf8(form), signed) && typeof outer.statement?.key === "string") return { statement: outer.statement, signature };
  } catch {
    // Whatever was wrong with it, it is not a signed statement.
  }
  throw new NotOurs("This is not a signed statement.");
}

async function keyNamed(name, keys) {
  for (const key of keys) {
    if (hex(await keyId(key)) === name) return key;
  }
  throw new NotOurs("The statement names a key we do not trust.");
}
