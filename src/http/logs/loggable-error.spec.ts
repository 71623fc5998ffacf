import { pino, stdSerializers } from 'pino';
import { describe, expect, it } from 'vitest';
import { loggableError } from './loggable-error.js';

function written(error: unknown): string {
  let line = '';
  const serializers = { err: stdSerializers.wrapErrorSerializer(loggableError) };
  pino({ serializers }, { write: (text) => (line += text) }).error(error);
  return line;
}

const refused = (fields: object) =>
  Object.assign(new Error('WRONGPASS'), { command: { name: 'auth', args: ['s3cret'] } }, fields);

describe('an error in the log', () => {
  it('says what happened and where, and keeps what else it carries', () => {
    const line: unknown = JSON.parse(written(refused({ code: 'E1', details: { tries: 2 } })));
    expect(line).toMatchObject({
      err: { type: 'Error', message: 'WRONGPASS', code: 'E1', details: { tries: 2 } },
    });
    expect(line).toHaveProperty('err.stack', expect.stringContaining('loggable-error.spec'));
  });

  it.each([
    ['itself', refused({})],
    ['the error within it', Object.assign(new Error('lost'), { lastNodeError: refused({}) })],
    ['its cause', new Error('lost', { cause: refused({}) })],
    ['one of many', new AggregateError([new Error('one'), refused({})], 'all failed')],
  ])('does not tell the command of %s', (_of, error) => {
    const line = written(error);
    expect(line).toContain('WRONGPASS');
    expect(line).not.toContain('s3cret');
  });

  it('may be none', () => {
    expect(loggableError('a text')).toEqual({ message: 'a text' });
    expect(loggableError(null)).toEqual({ message: 'null' });
  });
});
