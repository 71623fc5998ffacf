import { levels } from 'pino';
import type { Environment } from '../../config/environment.js';
import { LOG_OUTPUT } from './log-output.js';
import { loggableUrl } from './loggable-url.js';

const INFO = levels.values['info'] ?? 30;

/**
 * Logs answers that are given from memory. The line is the logger's, put together by hand: going through it took a quarter
 * of such an answer.
 */
export class HitLog {
  private readonly isWanted: boolean;
  private at = 0;
  private time = '';

  constructor({ LOG_LEVEL }: Pick<Environment, 'LOG_LEVEL'>) {
    this.isWanted = (levels.values[LOG_LEVEL] ?? Infinity) <= INFO;
  }

  /** What of a line is the same for all answers to one URL. */
  static describeUrl(url: string): string {
    return `"url":${JSON.stringify(loggableUrl(url))}`;
  }

  /**
   * @param requestId of characters that JSON takes as they are.
   * @param url as `describeUrl` gives it.
   */
  note(requestId: string, method: string, url: string, status: number): void {
    if (!this.isWanted) return;
    const now = Date.now();
    if (now !== this.at) {
      this.at = now;
      this.time = new Date(now).toISOString();
    }
    LOG_OUTPUT.write(
      `{"level":${INFO},"time":"${this.time}","requestId":"${requestId}","method":"${method}",${url},"statusCode":${status},"msg":"hit"}\n`,
    );
  }
}
