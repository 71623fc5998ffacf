import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testEnvironment } from '../../../test/support/environment.js';
import { Secrets } from '../../config/secrets.js';
import { Database } from '../../database/database.js';
import { IdempotencyRecords } from './idempotency-records.js';
import { SealedAnswers } from './sealed-answers.js';

const NAME = { actor: 'key:a', key: 'one' };
const DAY = 86_400_000;

describe('idempotency records', () => {
  let directory: string;
  let database: Database;
  let records: IdempotencyRecords;
  const open = async () => {
    database = new Database(await testEnvironment(directory));
    records = new IdempotencyRecords(database);
    await records.onModuleInit();
  };
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'idempotency-'));
    await open();
  });
  afterEach(async () => {
    await database.onApplicationShutdown();
    await rm(directory, { recursive: true, force: true });
  });
  const begin = async (name = NAME, fingerprint = 'x', now = Date.now()) => {
    const verdict = await records.begin(name, fingerprint, now);
    return verdict.kind === 'begun' ? verdict.run : verdict;
  };
  const begun = async (name = NAME, now = Date.now()) => {
    const run = await begin(name, 'x', now);
    if (typeof run !== 'string') throw new Error(run.kind);
    return run;
  };

  it('begin a request once, however many come', async () => {
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => begin()));
    expect(verdicts.filter((verdict) => typeof verdict === 'string').length).toBe(1);
    expect(verdicts.filter((verdict) => typeof verdict !== 'string')).toEqual(
      Array.from({ length: 19 }, () => ({ kind: 'under-way' })),
    );
  });

  it('give the answer again, over a restart, to the same actor and request alone', async () => {
    await records.finish(await begun(), 207, 'sealed');
    await database.onApplicationShutdown();
    await open();
    expect(await begin()).toEqual({ kind: 'done', status: 207, answer: 'sealed' });
    expect(await begin(NAME, 'y')).toEqual({ kind: 'other-request' });
    expect(typeof (await begin({ ...NAME, actor: 'key:b' }))).toBe('string');
    expect(typeof (await begin({ ...NAME, key: 'two' }))).toBe('string');
  });

  it('let what failed be tried again', async () => {
    await records.forget(await begun());
    expect(typeof (await begin())).toBe('string');
  });

  it('take over from a run that ended with its process, which can say nothing any more', async () => {
    const dead = await begun();
    const later = Date.now() + 61_000;
    const run = await begin(NAME, 'x', later);
    expect(typeof run).toBe('string');
    await records.finish(dead, 200, 'late');
    expect(await begin()).toEqual({ kind: 'under-way' });
  });

  it('do not take over from a run that is alive', async () => {
    const run = await begun(NAME, Date.now() - 59_000);
    await records.renew(run);
    expect(await begin(NAME, 'x', Date.now() + 30_000)).toEqual({ kind: 'under-way' });
  });

  it('forget after a day, and keep a bounded number of each actor', async () => {
    const now = Date.now();
    const rows = Array.from({ length: 1010 }, (_, index) => ({
      id: `key:a ${index}`,
      actor: 'key:a',
      fingerprint: 'x',
      run: String(index),
      status: 200,
      answer: 'x',
      lease_until: now,
      expires: now + DAY + index,
    }));
    const tables = database.tables<{ idempotent_request: (typeof rows)[number] }>();
    for (let start = 0; start < rows.length; start += 101)
      await tables
        .insertInto('idempotent_request')
        .values(rows.slice(start, start + 101))
        .execute();
    await begun({ actor: 'key:a', key: 'next' }, now + 1500);
    expect(typeof (await begin({ actor: 'key:a', key: '0' }, 'x', now + 2000))).toBe('string');
    expect(await begin({ actor: 'key:a', key: '900' }, 'x', now + 2000)).toMatchObject({
      kind: 'done',
    });
    expect(typeof (await begin({ actor: 'key:a', key: '900' }, 'x', now + 900 + DAY))).toBe(
      'string',
    );
  });
});

describe('sealed answers', () => {
  const answers = new SealedAnswers(new Secrets('a'.repeat(32), undefined, undefined));

  it('are read with the same secret, and only unaltered', () => {
    const sealed = answers.seal('{"key":"sk_é"}');
    expect(answers.open(sealed)).toBe('{"key":"sk_é"}');
    expect(sealed).not.toBe(answers.seal('{"key":"sk_é"}'));
    const bytes = Buffer.from(sealed, 'base64');
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    expect(answers.open(bytes.toString('base64'))).toBeUndefined();
    for (const text of ['', 'AAAA', 'nonsense']) expect(answers.open(text)).toBeUndefined();
    const others = new SealedAnswers(new Secrets('b'.repeat(32), undefined, undefined));
    expect(others.open(sealed)).toBeUndefined();
  });
});
