import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import express from 'express';
import type { AddressInfo } from 'node:net';
import {
  bareAddress,
  believeBareAddresses,
  clientIp,
  clientNetwork,
  type TrustsProxy,
} from './client-ip.js';

describe('bareAddress', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:5678', '203.0.113.7'],
    ['[203.0.113.7]:5678', '203.0.113.7'],
    ['2001:db8::1', '2001:db8::1'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['[::ffff:203.0.113.7]:1', '203.0.113.7'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%eth0]:80', 'fe80::1'],
    [`fe80::1%${'z'.repeat(15_000)}`, 'fe80::1'],
    ['::1', '::1'],
  ])('is of %s %s', (entry, address) => {
    expect(bareAddress(entry)).toBe(address);
  });

  it.each([
    undefined,
    '',
    ':',
    ':80',
    '[]',
    '[]:80',
    '[',
    'unknown',
    '_hidden',
    '_SEVKISEK:8080',
    'localhost',
    '"[2001:db8::1]:443"',
    '203.0.113',
    '203.0.113.7:',
    '203.0.113.7:123456',
    '203.0.113.7:80:80',
    '203.0.113.7:a',
    '203.0.113.256',
    '010.0.0.1',
    '0x7f.1',
    '2130706433',
    '203.0.113.7%eth0',
    '[2001:db8::1',
    '2001:db8::1]:443',
    '[2001:db8::1]x',
    '[2001:db8::1]]:443',
    'fe80::1%',
    'fe80::1%a b',
    '2001:db8::1::2',
    '203.0.113.7\u0000',
    '٢٠٣.0.113.7',
    '1'.repeat(15_000),
    '[:'.repeat(7_500),
    ':'.repeat(15_000),
  ])('is not in %j', (entry) => {
    expect(bareAddress(entry)).toBeUndefined();
  });
});

describe('clientIp', () => {
  async function behind(trust: number | string, forwarded: string): Promise<string> {
    const app = express();
    app.set('trust proxy', trust);
    app.set('trust proxy', believeBareAddresses(app.get('trust proxy fn') as TrustsProxy));
    app.get('/', (request, response) => {
      response.send(clientIp(request));
    });
    const server = app.listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const headers = { 'x-forwarded-for': forwarded };
      return await (await fetch(`http://127.0.0.1:${String(port)}/`, { headers })).text();
    } finally {
      server.close();
    }
  }

  it.each([
    [1, '198.51.100.1, 203.0.113.7:5678', '203.0.113.7'],
    [1, '198.51.100.1, [2001:db8::1]:443', '2001:db8::1'],
    [1, '203.0.113.7, unknown', '127.0.0.1'],
    [1, '203.0.113.7, _hidden', '127.0.0.1'],
    [1, '', '127.0.0.1'],
    [1, ' , ,', '127.0.0.1'],
    [2, '203.0.113.7:1, 10.0.0.5:443', '203.0.113.7'],
    ['loopback, 10.0.0.0/8', '198.51.100.1, 203.0.113.7:1, 10.0.0.5:443', '203.0.113.7'],
    ['loopback, fd00::/8', '203.0.113.7:1, [fd00::5]:443', '203.0.113.7'],
    ['10.0.0.0/8', '203.0.113.7', '127.0.0.1'],
  ])('is, where %j is believed, of "%s" %s', async (trust, forwarded, ip) => {
    expect(await behind(trust, forwarded)).toBe(ip);
  });
});

describe('clientNetwork', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('counts %s as %s', (ip, network) => {
    expect(clientNetwork(ip)).toBe(network);
  });
});
