import { connect, type Socket } from 'node:net';

const BUFFER_BYTES = 256 * 1024;
const END_OF_HEAD = '\r\n\r\n';
const LONGEST_HEAD = 8192;

/**
 * Asks for one URL over one kept-alive connection, again as soon as it is answered, until told to stop.
 *
 * It reads into one buffer and looks at heads only: a full HTTP client costs more for an answer of 60 KB than a fast
 * server, and would measure itself.
 * @returns how many answers came.
 * @throws {Error} when an answer is not 200 (206 to a `Range`), or the connection ends.
 */
export function repeatGet(
  url: URL,
  until: AbortSignal,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const fields = Object.entries({ Host: url.host, Connection: 'keep-alive', ...headers });
  const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const request = `GET ${url.pathname}${url.search} HTTP/1.1\r\n${head}\r\n`;
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  return new Promise((resolve, reject) => {
    const answers = new AnswerReader('Range' in headers ? 206 : 200);
    const socket: Socket = connect({
      host: url.hostname,
      port: Number(url.port),
      noDelay: true,
      onread: {
        buffer,
        callback: (length) => {
          try {
            if (!answers.read(buffer, length)) return true;
          } catch (error) {
            socket.destroy(error as Error);
            return false;
          }
          if (until.aborted) {
            resolve(answers.count);
            socket.destroy();
            return false;
          }
          socket.write(request);
          return true;
        },
      },
    });
    socket.on('connect', () => socket.write(request));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The connection ended.')));
  });
}

/** Follows answers of known length through the chunks they come in; one at a time. */
class AnswerReader {
  count = 0;
  private head = '';
  private missing = 0;
  private readonly statusLine: string;

  constructor(status: 200 | 206) {
    this.statusLine = `HTTP/1.1 ${status} `;
  }

  /**
   * @returns whether this chunk ended an answer.
   * @throws {Error} when an answer has another status, or does not say how long it is.
   */
  read(chunk: Buffer, length: number): boolean {
    if (this.missing > 0) this.missing -= length;
    else if (!this.readHead(chunk, length)) return false;
    if (this.missing > 0) return false;
    this.count += 1;
    return true;
  }

  private readHead(chunk: Buffer, length: number): boolean {
    const before = this.head.length;
    this.head += chunk.toString('latin1', 0, Math.min(length, LONGEST_HEAD));
    const end = this.head.indexOf(END_OF_HEAD);
    if (end === -1) return false;
    const size = /\r\ncontent-length: (\d+)/i.exec(this.head)?.[1];
    if (!this.head.startsWith(this.statusLine) || size === undefined) {
      throw new Error(`Unexpected answer: ${this.head.slice(0, end)}`);
    }
    this.missing = Number(size) - (length - (end + END_OF_HEAD.length - before));
    this.head = '';
    return true;
  }
}
