import { basename, resolve } from 'node:path';
import { StartupError } from '../../config/startup-error.js';
import { companionOf } from './backup-files.js';
import { environmentOfFiles, placesOf } from './database-places.js';
import { restoreBackup } from './restore.js';
import { runCommand } from './run-command.js';
import { UnsoundDatabaseError } from './sound-database.js';
import { describeWithheld } from './withheld.js';

// Run by scripts/restore-db.sh: the backup is the only argument.
await runCommand(async () => {
  const [, , backup] = process.argv;
  if (backup === undefined) throw new StartupError('name the backup to restore; see --help');
  try {
    const outcome = await restoreBackup(resolve(backup), placesOf(environmentOfFiles()));
    const isWhole = outcome.databases.includes('tables');
    const what = outcome.kind === 'staged' ? 'To be restored' : 'Restored';
    const extent = isWhole
      ? [
          `${what}: the accounts, and the index of the assets. Objects the index does not know become private.`,
        ]
      : [
          `${what}: the accounts alone.`,
          `Warning: ${basename(companionOf(backup))} is not beside the backup, so the index of the assets stays as it is.`,
        ];
    if (outcome.kind === 'staged') {
      return [
        ...extent,
        'The backup is sound and staged: a server uses the database now.',
        'Restart the server to put it in force. Keys deleted or disabled since the backup come back disabled, keys that were',
        'narrowed since stay so, and assets made private since stay private, where the databases of now can be read; the log',
        'of the start says how many. Passwords go back to those of the backup.',
      ];
    }
    return [
      ...extent,
      ...describeWithheld(outcome.withheld),
      'The backup is sound and in force; every session is ended.',
      ...outcome.kept.map((file) => `The database of before is kept as ${file}.`),
    ];
  } catch (error) {
    if (!(error instanceof UnsoundDatabaseError)) throw error;
    throw new UnsoundDatabaseError(
      `${backup} is not restored: ${error.message}. Nothing was changed.`,
      {
        cause: error,
      },
    );
  }
});
