import { Redis } from 'ioredis';
import { refusalOf } from './refusal.js';

/** A client that takes a Redis which refuses it for one that is away: commands that wait for it, wait on. */
export class PatientRedis extends Redis {
  override recoverFromFatalError(
    ...[commandError, error, options]: Parameters<Redis['recoverFromFatalError']>
  ): void {
    const waits = this.options.maxRetriesPerRequest === null && refusalOf(error) !== undefined;
    super.recoverFromFatalError(commandError, error, waits ? { offlineQueue: false } : options);
  }
}
