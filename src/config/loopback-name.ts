const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/** Whether a host, as a URL names it, is the machine itself. */
export function isLoopbackName(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}
