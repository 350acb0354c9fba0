/**
 * DynamoDB's numbers: 38 significant digits, magnitude 1E-130 to 9.99…E+125, exact.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
import { validationError } from '../../../engine/aws-error.ts';

/** `0.digits × 10^exponent`. `digits` has neither leading nor trailing zeros; it is empty for zero. */
export interface Decimal {
  readonly isNegative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

const digitsMax = 38;
const exponentMax = 126;
const exponentMin = -129;

const zero: Decimal = { isNegative: false, digits: '', exponent: 0 };
const numberPattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
/** Texts that are already as DynamoDB writes them: no leading zero, no sign of zero, 38 digits at most. */
const plainInteger = /^(?:0|-?[1-9]\d{0,37})$/;

/** Reads a number as a client writes it. Throws DynamoDB's ValidationException when it is none or out of range. */
export function parseDecimal(text: string): Decimal {
  const [, sign, whole = '', fraction = '', power = '0'] = numberPattern.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '') throw notNumeric(text);
  return checkRange(normalise(sign === '-', whole + fraction, whole.length + Number(power)));
}

/** The text under which DynamoDB returns a number: plain notation, no superfluous zeros. */
export function canonicalNumber(text: string): string {
  return plainInteger.test(text) ? text : formatDecimal(parseDecimal(text));
}

/** Plain notation: `-0.0012`, `1200`. */
function formatDecimal({ isNegative, digits, exponent }: Decimal): string {
  if (digits === '') return '0';
  const sign = isNegative ? '-' : '';
  if (exponent <= 0) return `${sign}0.${'0'.repeat(-exponent)}${digits}`;
  if (exponent >= digits.length) return sign + digits + '0'.repeat(exponent - digits.length);
  return `${sign}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}

/** Exact sum of two numbers in text. Throws when the result does not fit 38 digits or the range. */
export function addNumbers(left: string, right: string): string {
  return formatDecimal(sum(parseDecimal(left), parseDecimal(right)));
}

/** Exact difference of two numbers in text. Throws when the result does not fit 38 digits or the range. */
export function subtractNumbers(left: string, right: string): string {
  const subtrahend = parseDecimal(right);
  return formatDecimal(sum(parseDecimal(left), { ...subtrahend, isNegative: !subtrahend.isNegative }));
}

/** Negative, zero or positive, as `left` is less than, equal to or greater than `right`. Both canonical. */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0;
  // Fifteen digits are exact in a double, and nearly all numbers are that short.
  if (left.length <= 15 && right.length <= 15) return Number(left) - Number(right);
  const a = parseDecimal(left);
  const b = parseDecimal(right);
  const signs = signOf(a) - signOf(b);
  return signs === 0 ? signOf(a) * compareMagnitude(a, b) : signs;
}

/** Bytes a number takes in an item: one per two significant digits, one for the exponent, one for a minus sign. */
export function numberSizeBytes(canonical: string): number {
  const isNegative = canonical.startsWith('-');
  const digits = canonical.replace(/^-?[0.]*/, '').replace('.', '');
  const significant = canonical.includes('.') ? digits.length : digits.replace(/0+$/, '').length;
  return Math.ceil(significant / 2) + 1 + (isNegative ? 1 : 0);
}

function sum(a: Decimal, b: Decimal): Decimal {
  if (a.digits === '') return b.digits === '' ? zero : b;
  if (b.digits === '') return a;
  const places = Math.max(a.digits.length - a.exponent, b.digits.length - b.exponent);
  const total = scaled(a, places) + scaled(b, places);
  const magnitude = (total < 0n ? -total : total).toString();
  return checkRange(normalise(total < 0n, magnitude, magnitude.length - places));
}

/** The number times 10^places, a whole number. */
function scaled({ isNegative, digits, exponent }: Decimal, places: number): bigint {
  const whole = BigInt(digits) * 10n ** BigInt(places - (digits.length - exponent));
  return isNegative ? -whole : whole;
}

function normalise(isNegative: boolean, digits: string, exponent: number): Decimal {
  const leading = /^0*/.exec(digits)?.[0].length ?? 0;
  const trimmed = digits.slice(leading).replace(/0+$/, '');
  return trimmed === '' ? zero : { isNegative, digits: trimmed, exponent: exponent - leading };
}

function checkRange(decimal: Decimal): Decimal {
  const { digits, exponent } = decimal;
  if (digits === '') return decimal;
  if (exponent > exponentMax) {
    throw validationError('Number overflow. Attempting to store a number with magnitude larger than supported range');
  }
  if (exponent < exponentMin) {
    throw validationError('Number underflow. Attempting to store a number with magnitude smaller than supported range');
  }
  if (digits.length > digitsMax) {
    throw validationError('Attempting to store more than 38 significant digits in a Number');
  }
  return decimal;
}

function signOf({ isNegative, digits }: Decimal): number {
  if (digits === '') return 0;
  return isNegative ? -1 : 1;
}

function compareMagnitude(a: Decimal, b: Decimal): number {
  if (a.exponent !== b.exponent) return a.exponent - b.exponent;
  if (a.digits === b.digits) return 0;
  return a.digits < b.digits ? -1 : 1;
}

function notNumeric(text: string): Error {
  return validationError(
    text === ''
      ? 'The parameter cannot be converted to a numeric value'
      : `The parameter cannot be converted to a numeric value: ${text}`,
  );
}
