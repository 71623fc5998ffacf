import Sqlite from 'better-sqlite3';
import { loadEnvironment } from '../../config/load-environment.js';
import { placesOf } from './database-places.js';
import { runCommand } from './run-command.js';

// Run by scripts/secure-db.sh --accept-new-secret.
await runCommand(() => {
  const database = new Sqlite(placesOf(loadEnvironment()).accounts, {
    fileMustExist: true,
    timeout: 5000,
  });
  try {
    database.exec(
      "BEGIN; DELETE FROM session; DELETE FROM installation WHERE name = 'secret-fingerprint'; COMMIT;",
    );
  } finally {
    database.close();
  }
  return Promise.resolve(['The next start takes the secret it is given; every session is ended.']);
});
