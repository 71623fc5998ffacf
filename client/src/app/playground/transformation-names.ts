import type { NamedTransformationDto } from '../api/model/namedTransformationDto';
import type { CheckedRule } from '../ui/checklist';
import { readSteps, type Step } from './steps';

/** Values of `t` that mean something for videos. */
const OF_VIDEOS = new Set(['true', '1']);

/** The rules for names, and which of them one keeps. The server checks them again. */
export function checkName(name: string): readonly CheckedRule[] {
  return [
    {
      label: $localize`Letters, digits, _ and - only, at most 64`,
      kept: /^[A-Za-z0-9_-]{1,64}$/.test(name),
    },
    { label: $localize`A letter or a digit first`, kept: /^[A-Za-z0-9]/.test(name) },
    {
      label: $localize`Neither “true” nor “1”, which belong to videos`,
      kept: name !== '' && !OF_VIDEOS.has(name),
    },
  ];
}

/** The step that calls a name. */
export function stepOf(name: string): Step {
  return new Map([['t', name]]);
}

/** The name that a step calls; undefined for a step that says what it does. */
export function nameIn(step: Step): string | undefined {
  const name = step.size === 1 ? step.get('t') : undefined;
  return name === undefined || OF_VIDEOS.has(name) ? undefined : name;
}

/** The same steps, with what each known name stands for in its place. */
export function writeOut(
  steps: readonly Step[],
  named: readonly NamedTransformationDto[],
): readonly Step[] {
  return steps.flatMap((step) => {
    const name = nameIn(step);
    const found = named.find((one) => one.name === name);
    return found === undefined ? [step] : readSteps(found.transformation);
  });
}
