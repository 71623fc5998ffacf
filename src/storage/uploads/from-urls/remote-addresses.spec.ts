import { describe, expect, it } from 'vitest';
import { RemoteAddresses } from './remote-addresses.js';

describe('remote addresses', () => {
  const usual = new RemoteAddresses([]);

  it.each([
    ['loopback', ['127.0.0.1', '127.255.255.254', '::1', '0.0.0.0', '::', '0.1.2.3']],
    ['private', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12::1']],
    ['link-local', ['169.254.0.1', '169.254.169.254', 'fe80::1', 'fec0::1', 'fd00:ec2::254']],
    ['shared', ['100.64.0.1', '100.100.100.200', '100.127.255.255']],
    ['multicast', ['224.0.0.1', '239.255.255.255', 'ff02::1', 'ff0e::1']],
    ['reserved', ['192.0.0.1', '192.0.2.1', '198.51.100.1', '203.0.113.1', '240.0.0.1']],
    ['broadcast', ['255.255.255.255']],
    ['for benchmarks', ['198.18.0.1', '198.19.255.255', '2001:2::1']],
    ['for documents', ['2001:db8::1', '3fff::1']],
    ['mapped', ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:a9fe:a9fe', '::ffff:10.0.0.1']],
    ['compatible', ['::127.0.0.1', '::7f00:1', '::10.0.0.1']],
    [
      'translated',
      ['::ffff:0:127.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::a00:1', '64:ff9b::808:808'],
    ],
    ['tunnelled', ['2002:7f00:1::', '2002:a00:1::1', '2001:0:7f00:1::', '2001::1']],
    ['no address', ['', 'localhost', '1', '0x7f.1', '2130706433', '127.1', 'fe80::1%eth0']],
  ])('of the kind %s are not admitted', (_, addresses) => {
    for (const address of addresses)
      expect([address, usual.admits(address, 80)]).toEqual([address, false]);
  });

  it('that are public are admitted on the usual ports', () => {
    for (const address of ['93.184.216.34', '8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8']) {
      for (const port of [80, 443, 8080, 8443]) expect(usual.admits(address, port)).toBe(true);
      for (const port of [0, 21, 22, 25, 3306, 5432, 6379, 9200, 11211])
        expect([port, usual.admits(address, port)]).toEqual([port, false]);
    }
  });

  it('that the operator allows are admitted on any port, and no others', () => {
    const own = new RemoteAddresses(['127.0.0.1/32', '10.1.0.0/16', 'fd00::/8']);
    for (const address of ['127.0.0.1', '::ffff:127.0.0.1', '10.1.255.255', 'fd12::1'])
      expect([address, own.admits(address, 6379)]).toEqual([address, true]);
    for (const address of ['127.0.0.2', '10.2.0.1', '::1', '169.254.169.254'])
      expect([address, own.admits(address, 80)]).toEqual([address, false]);
  });
});
