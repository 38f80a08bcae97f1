// The same names as in wayhome/seal/errors.py. No message carries content.
export class SealError extends Error {
  constructor(message) {
    super(message);
    this.name = new.target.name;
  }
}
export class CannotOpen extends SealError {}
export class NotOurs extends CannotOpen {}
export class NotAuthentic extends CannotOpen {}
export class TooLong extends SealError {}
export class NotAKey extends SealError {}
export class NotNow extends SealError {}
export class Expired extends NotNow {}
export class NotYetValid extends NotNow {}
export class NotForThisReader extends SealError {}
