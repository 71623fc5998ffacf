import { at } from './objects.ts';

type Labels = Readonly<Record<string, string>>;

/** The labels that a spec's selector names; a service writes them without `matchLabels`. */
export function selectorOf(spec: unknown): Labels {
  return (at(spec, 'selector', 'matchLabels') ?? at(spec, 'selector') ?? {}) as Labels;
}

/** Whether labels are selected. An empty selector selects nothing here. */
export function isMatch(selector: Labels, labels: Labels): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([name, value]) => labels[name] === value);
}
