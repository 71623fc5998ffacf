import { join } from 'node:path';
import { environmentOfFiles, orderOf } from './database-places.js';
import { runCommand } from './run-command.js';
import { writeBackup } from './write-backup.js';

// Run by scripts/backup-db.sh: an optional directory is the only argument.
await runCommand(async () => {
  const order = orderOf(environmentOfFiles(), process.argv[2]);
  const { name, size } = await writeBackup(order);
  return [`Backed up to ${join(order.directory, name)} (${size} bytes, integrity checked).`];
});
