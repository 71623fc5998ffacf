/** Where to go after signing in: a path of the console, never another site. */
export function returnAddress(wanted: string | undefined): string {
  if (wanted?.startsWith('/') !== true || /^\/[/\\]/.test(wanted)) return '/media';
  return wanted.startsWith('/login') || wanted.startsWith('/setup') ? '/media' : wanted;
}
