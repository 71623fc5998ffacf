import { ValidateIf } from 'class-validator';

/**
 * Says of a field that it may be left out, and is checked when it is not. `null` is no way to leave it out, as it is with
 * class-validator's own `@IsOptional`: what a handler takes for absent is `undefined`.
 */
export function IfGiven(): PropertyDecorator {
  return ValidateIf((_object, value) => value !== undefined);
}
