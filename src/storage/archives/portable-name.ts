/**
 * What some system takes for more than a name: drives and streams (`C:x`, `a:b`), wild cards, redirections. No asset's path
 * has a control character, a backslash, an empty segment or one that begins with a dot.
 */
const SPECIAL = /[<>:"|?*]/g;
/** Windows leaves these out, so that two names become one. */
const DROPPED_AT_THE_END = /[. ]$/;
/** Devices of Windows, whatever ending they are given. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\.|$)/i;

/** A path as every system can unpack it to where it belongs: below the folder it is unpacked in. */
export function portableName(path: string): string {
  return path.split('/').map(portableSegment).join('/');
}

function portableSegment(segment: string): string {
  const plain = segment.replace(SPECIAL, '_').replace(DROPPED_AT_THE_END, '_');
  return DEVICE.test(plain) ? `_${plain}` : plain;
}
