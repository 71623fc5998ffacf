/** Whether there may be something to take out; most URLs hold nothing of the kind, and this is asked of each. */
const SUSPECT = /\/s--|sk(?:_|%5f)|[?&][^=&]*(?:key|token|secret|password|signature)[^=&]*=/i;
/** What grants access by standing in a URL: a signature, a key, a parameter of a telling name. */
const SECRETS: readonly (readonly [shape: RegExp, instead: string])[] = [
  [/\/s--[^/?#]*/gi, '/s--…'],
  [/\bsk(?:_|%5f)[A-Za-z0-9%]{8,}/gi, 'sk_…'],
  [/([?&][^=&]*(?:key|token|secret|password|signature)[^=&]*=)[^&#]*/gi, '$1…'],
];

/**
 * A URL as it may be written down. The signature of a signed URL opens a private asset to whoever reads the log, and
 * people put keys where they do not belong.
 */
export function loggableUrl(url: string): string {
  if (!SUSPECT.test(url)) return url;
  return SECRETS.reduce((text, [shape, instead]) => text.replace(shape, instead), url);
}
