// The same names as in wayhome/seal/errors.py. No message carries content.
// Each says its own name in full, because the built module shortens the names of classes.
export class SealError extends Error {
  name = "SealError";
}
export class CannotOpen extends SealError {
  name = "CannotOpen";
}
export class NotOurs extends CannotOpen {
  name = "NotOurs";
}
export class NotAuthentic extends CannotOpen {
  name = "NotAuthentic";
}
export class TooLong extends SealError {
  name = "TooLong";
}
export class NotAKey extends SealError {
  name = "NotAKey";
}
export class NotNow extends SealError {
  name = "NotNow";
}
export class Expired extends NotNow {
  name = "Expired";
}
export class NotYetValid extends NotNow {
  name = "NotYetValid";
}
export class NotForThisReader extends SealError {
  name = "NotForThisReader";
}
