import { resolve } from 'node:path';
import { StartupError } from '../../config/startup-error.js';
import { environmentOfFiles, placesOf } from './database-places.js';
import { restoreBackup } from './restore.js';
import { runCommand } from './run-command.js';
import { UnsoundDatabaseError } from './sound-database.js';

// Run by scripts/restore-db.sh: the backup is the only argument.
await runCommand(async () => {
  const [, , backup] = process.argv;
  if (backup === undefined) throw new StartupError('name the backup to restore; see --help');
  try {
    const outcome = await restoreBackup(resolve(backup), placesOf(environmentOfFiles()));
    if (outcome.kind === 'staged') {
      return [
        'The backup is sound and staged: a server uses the database now.',
        'Restart the server to put it in force.',
      ];
    }
    return [
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
