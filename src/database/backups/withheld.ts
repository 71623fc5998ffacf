/** What a restore has withheld of the accounts in a backup, as it was taken back since. */
export interface WithheldAccess {
  /** Keys that were deleted or disabled since, or cannot be compared. */
  readonly disabledKeys: number;
  /** Keys that had more scopes, requests or time in the backup. */
  readonly narrowedKeys: number;
  /** Not withheld, but to be told: accounts that were deleted since or had another password. */
  readonly changedAccounts: number;
}

/** What a restore has withheld of a backup. */
export interface Withheld {
  /** Undefined when the accounts of before could not be compared, so that all keys stay as restored. */
  readonly access?: WithheldAccess | undefined;
  /** Assets made private since; undefined when the index of before could not be compared, or is not restored. */
  readonly keptPrivate?: number | undefined;
}

/** The sentences that tell an operator what was withheld. */
export function describeWithheld({ access, keptPrivate }: Withheld): readonly string[] {
  return [
    ...(access === undefined
      ? [
          'The accounts of before could not be compared: every API key is as in the backup, those deleted since too.',
          'So is every password.',
        ]
      : describeAccess(access)),
    keptPrivate === undefined
      ? 'No index of before was compared: assets that a restored index knows are as public or private as in the backup.'
      : `Assets kept private that are public in the backup: ${String(keptPrivate)}.`,
  ];
}

/** The same counts in a few words, for the audit log. */
export function countWithheld({ access, keptPrivate }: Withheld): string {
  const kept =
    keptPrivate === undefined ? 'no assets compared' : `${String(keptPrivate)} assets kept private`;
  if (access === undefined) return `no accounts compared; ${kept}`;
  const { disabledKeys, narrowedKeys, changedAccounts } = access;
  const keys = `${String(disabledKeys)} keys disabled, ${String(narrowedKeys)} narrowed`;
  return `${keys}; ${String(changedAccounts)} accounts changed; ${kept}`;
}

function describeAccess(access: WithheldAccess): readonly string[] {
  const { disabledKeys, narrowedKeys, changedAccounts } = access;
  return [
    `API keys disabled, since they were deleted or disabled after the backup: ${String(disabledKeys)}.`,
    `API keys left with the scopes, limit and expiry of now, since the backup allows more: ${String(narrowedKeys)}.`,
    changedAccounts === 0
      ? 'Accounts and passwords are as before.'
      : `Accounts that are back, or back to the password of the backup: ${String(changedAccounts)}. Change it again where it is known to others.`,
  ];
}
