/** The directories in which the system's programs are looked for, as the shell writes them. */
export function searchPath(): string {
  return process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin';
}
