import type { Environment } from '../../config/environment.js';
import { StartupError } from '../../config/startup-error.js';

/** Why the server cannot listen, in one line that says what to do; any other error as it is. */
export function listenFailure(error: unknown, { PORT, HOST }: Environment): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return new StartupError(
        `PORT: ${PORT} is in use; stop the program that listens there, or set PORT to another`,
        { cause: error },
      );
    case 'EACCES':
      return new StartupError(
        `PORT: ${PORT} may be opened by the superuser alone; set PORT to one above 1023`,
        { cause: error },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartupError(
        `HOST: ${HOST} is no address of this machine; set HOST to one of its own, or to 0.0.0.0`,
        { cause: error },
      );
    default:
      return error;
  }
}
