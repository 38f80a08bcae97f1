// The published sizes of envelopes. See wayhome/seal/sizes.py.
import { NotAuthentic, TooLong } from "./errors.js";
import { joined, long } from "./wire.js";

const STEP = 4096;
const LENGTH = 4;

const steps = (size) => Math.ceil(size / STEP) * STEP;

export function padme(length) {
  if (length < 2) return length;
  const bits = (value) => 32 - Math.clz32(value);
  const exponent = bits(length) - 1;
  const mask = 2 ** (exponent - bits(exponent)) - 1;
  return (length + mask) & ~mask;
}

const text = { smallest: STEP, limit: 16 * STEP, step: steps };
const RULES = {
  request: text,
  draft: text,
  reply: { smallest: 4 * STEP, limit: 4 * STEP, step: steps },
  attachment: { smallest: STEP, limit: 24 * 2 ** 20, step: padme },
  capture: text,
  partner: text,
};

export function sizeFor(kind, size) {
  const { smallest, limit, step } = RULES[kind];
  const published = size > limit ? Infinity : Math.max(smallest, step(size));
  if (published > limit) throw new TooLong("There is more than the largest envelope of this kind holds.");
  return published;
}

export function isPublished(kind, size) {
  const { smallest, limit, step } = RULES[kind];
  return smallest <= size && size <= limit && step(size) === size;
}

export function pad(content, overhead, kind) {
  const size = sizeFor(kind, overhead + LENGTH + content.length) - overhead;
  return joined(long(content), new Uint8Array(size - LENGTH - content.length));
}

export function unpad(padded, overhead, kind) {
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  const end = LENGTH + length;
  if (end > padded.length || sizeFor(kind, overhead + end) !== overhead + padded.length) {
    throw new NotAuthentic("The content has another size than its envelope.");
  }
  if (padded.subarray(end).some((byte) => byte !== 0)) throw new NotAuthentic("There is something in the padding.");
  return padded.slice(LENGTH, end);
}
