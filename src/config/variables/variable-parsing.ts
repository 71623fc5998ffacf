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
