import { describe, it } from 'vitest';
import { openEvents, type EventStream } from '../../support/event-stream.ts';
import { untilTrue } from '../../support/queue-client.ts';
import { rawRequest } from '../../support/raw-request.ts';
import { startServer } from '../../support/server.ts';

const PER_ADDRESS = 20;
const IN_ALL = 500;
const HEARTBEAT_MS = 15_000;

/** A server, and who listens to it; they hang up before it goes. */
async function listen() {
  const server = await startServer({ env: { TRUST_PROXY: '1' } });
  const listeners: EventStream[] = [];
  /** Listens as a client of an address, which the proxy in front of the server would tell. */
  const listenFrom = async (address: string): Promise<EventStream> => {
    const listener = await openEvents(server.url, { 'X-Forwarded-For': address });
    listeners.push(listener);
    return listener;
  };
  return {
    url: server.url,
    listeners,
    listenFrom,
    listenTimes: (address: string, times: number) =>
      Promise.all(Array.from({ length: times }, () => listenFrom(address))),
    async [Symbol.asyncDispose]() {
      for (const listener of listeners) listener.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

const refusal = async (listener: EventStream) => {
  await untilTrue(() => Promise.resolve(listener.text().endsWith('}')));
  return JSON.parse(listener.text()) as { readonly type: string; readonly detail: string };
};

// At once, since the heart beats seldom.
describe.concurrent('the stream of events', () => {
  it('beats every 15 seconds, with the time', async ({ expect }) => {
    await using stream = await listen();
    const listener = await stream.listenFrom('192.0.2.250');
    const beats = () => listener.events.filter(({ name }) => name === 'heartbeat');
    await untilTrue(() => Promise.resolve(beats().length === 2), 45);
    const [first = 0, second = 0] = beats().map(({ data }) =>
      Date.parse(String(data['timestamp'])),
    );
    expect(Math.abs(second - first - HEARTBEAT_MS)).toBeLessThan(2_000);
    expect(Math.abs(Date.now() - second)).toBeLessThan(5_000);
    expect(beats().map(({ data }) => Object.keys(data))).toEqual([['timestamp'], ['timestamp']]);
    expect(beats().every(({ id }) => /^\d+-\d+$/.test(id))).toBe(true);
  });

  it('has room for so many clients of an address, and again when one has gone', async ({
    expect,
  }) => {
    await using stream = await listen();
    const { listenFrom, listenTimes } = stream;
    const mine = await listenTimes('192.0.2.1', PER_ADDRESS);
    expect(mine.map(({ status }) => status)).toEqual(mine.map(() => 200));
    const refused = await listenFrom('192.0.2.1');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect((await refusal(refused)).type).toBe('/problems/too-many-requests');
    expect((await listenFrom('192.0.2.2')).status).toBe(200);
    // A network of IPv6 is one customer's, whichever of its addresses is used.
    const network = Array.from({ length: PER_ADDRESS }, (_, host) => `2001:db8:1:2::${host + 1}`);
    const sixes = await Promise.all(network.map(listenFrom));
    expect(sixes.map(({ status }) => status)).toEqual(sixes.map(() => 200));
    expect((await listenFrom('2001:db8:1:2:ffff::1')).status).toBe(429);
    expect((await listenFrom('2001:db8:1:3::1')).status).toBe(200);
    mine[0]?.close();
    await untilTrue(async () => (await listenFrom('192.0.2.1')).status === 200);
  });

  it('has room for so many clients in all, and goes on with those it has', async ({ expect }) => {
    await using stream = await listen();
    const { url, listeners, listenFrom, listenTimes } = stream;
    for (let network = 0; network < IN_ALL / PER_ADDRESS; network++) {
      const some = await listenTimes(`198.51.100.${network}`, PER_ADDRESS);
      expect(some.map(({ status }) => status)).toEqual(some.map(() => 200));
    }
    const refused = await listenFrom('203.0.113.1');
    expect(refused.status).toBe(503);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await refusal(refused)).type).toBe('/problems/too-busy');
    expect((await fetch(`${url}/health`)).status).toBe(200);
    listeners[0]?.close();
    await untilTrue(async () => (await listenFrom('203.0.113.1')).status === 200);
  });

  it('answers HEAD with its headers, and ends', async ({ expect }) => {
    await using stream = await listen();
    const answer = await rawRequest(stream.url, '/queue/events', { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^text\/event-stream/);
    expect(answer.body).toHaveLength(0);
  });
});
