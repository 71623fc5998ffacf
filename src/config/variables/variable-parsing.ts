import { isIP } from 'node:net';
import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';
import ipaddr from 'ipaddr.js';

/** Reads the decimal integer of a variable; anything else becomes NaN, which no validator accepts. */
export const AsInteger = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? (/^-?\d+$/.test(value.trim()) ? Number(value) : Number.NaN) : value,
  );

/** Reads `true` or `false`; anything else no validator accepts. */
export const AsBoolean = () =>
  Transform(({ value }: { value: unknown }) =>
    value === 'true' ? true : value === 'false' ? false : value,
  );

/** Reads what commas separate. */
export const AsList = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string'
      ? value
          .split(',')
          .map((item) => item.trim())
          .filter((item) => item !== '')
      : value,
  );

/** Ranges of addresses. */
export const IsNetwork = () =>
  ValidateBy(
    {
      name: 'isNetwork',
      validator: {
        validate: (value) => typeof value === 'string' && ipaddr.isValidCIDR(value),
        defaultMessage: () => 'each $property must be a CIDR range such as 10.1.0.0/16',
      },
    },
    { each: true },
  );

/** Names of ranges that the proxies of most networks lie in. */
const RANGE_NAMES = new Set(['loopback', 'linklocal', 'uniquelocal']);
const HOP_COUNT = /^\d{1,3}$/;

/** Which proxies are believed: how many there are, or where they are; nothing is none. */
export const IsProxies = () =>
  ValidateBy({
    name: 'isProxies',
    validator: {
      validate: (value) =>
        typeof value === 'string' &&
        (value === '' ||
          HOP_COUNT.test(value) ||
          value.split(',').every((part) => isProxyRange(part.trim()))),
      defaultMessage: () =>
        '$property must be how many proxies there are, such as 1, or their addresses and CIDR ranges, separated by commas, such as 10.0.0.0/8 or loopback, linklocal, uniquelocal',
    },
  });

/** An address, or a range of more than none and fewer than all. */
function isProxyRange(text: string): boolean {
  if (RANGE_NAMES.has(text)) return true;
  const [address = '', length, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || address.includes('%') || more.length > 0) return false;
  if (length === undefined) return true;
  return /^[1-9]\d{0,2}$/.test(length) && Number(length) <= (version === 4 ? 32 : 128);
}
