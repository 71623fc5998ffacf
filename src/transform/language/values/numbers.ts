// Plain decimals only: no plus sign, exponent, radix prefix, leading zero or bare dot. Bounded quantifiers, so linear.
const INTEGER = /^-?(?:0|[1-9][0-9]{0,8})$/;
const DECIMAL = /^-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,6})?$/;

/** An integer from `min` to `max`; undefined when the text is anything else. */
export function readInteger(text: string, min: number, max: number): number | undefined {
  return INTEGER.test(text) ? within(text, min, max) : undefined;
}

/** A decimal of at most six places from `min` to `max`; undefined when the text is anything else. */
export function readDecimal(text: string, min: number, max: number): number | undefined {
  return DECIMAL.test(text) ? within(text, min, max) : undefined;
}

/** The shortest decimal text; never an exponent, as six places keep a value at 0.000001 or above. */
export function writeNumber(value: number): string {
  return String(value);
}

function within(text: string, min: number, max: number): number | undefined {
  // Adding zero turns minus zero into zero: one value, one spelling.
  const value = Number(text) + 0;
  return value >= min && value <= max ? value : undefined;
}
