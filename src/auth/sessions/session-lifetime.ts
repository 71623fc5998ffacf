/** Longest that a session lasts from its sign-in, however much it is used, ms. */
const LONGEST_MS = 30 * 86_400_000;

/** When a session ends at the latest; renewals do not move it. */
export function lastMomentOf({ createdAt }: { readonly createdAt: Date }): Date {
  return new Date(createdAt.getTime() + LONGEST_MS);
}
