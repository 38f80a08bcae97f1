// Bytes with their length in front, big-endian. See wayhome/seal/wire.py.
import { NotOurs } from "./errors.js";

export const utf8 = (text) => new TextEncoder().encode(text);

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function number(value, size) {
  const bytes = new Uint8Array(size);
  for (let place = size - 1; place >= 0; place -= 1) {
    bytes[place] = value & 0xff;
    value >>>= 8;
  }
  return bytes;
}

export const short = (part) => joined(number(part.length, 2), part);
export const long = (part) => joined(number(part.length, 4), part);

// What an envelope is bound to, from its parts (text or bytes).
export const contextOf = (...parts) =>
  joined(...parts.map((part) => long(typeof part === "string" ? utf8(part) : part)));

// Equal without leaving early; for bytes that are public anyway it costs nothing to be careful.
export const equal = (one, other) =>
  one.length === other.length && one.reduce((difference, byte, at) => difference | (byte ^ other[at]), 0) === 0;

export class Reader {
  #content;
  #at = 0;

  constructor(content) {
    this.#content = content;
  }

  take(size) {
    const end = this.#at + size;
    if (end > this.#content.length) throw new NotOurs("The bytes end too early.");
    const part = this.#content.slice(this.#at, end);
    this.#at = end;
    return part;
  }

  number(size) {
    return this.take(size).reduce((value, byte) => value * 256 + byte, 0);
  }

  short() {
    return this.take(this.number(2));
  }

  long() {
    return this.take(this.number(4));
  }

  end() {
    if (this.#at !== this.#content.length) throw new NotOurs("There are bytes after the end.");
  }
}
