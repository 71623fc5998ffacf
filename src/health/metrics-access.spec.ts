import { describe, expect, it } from 'vitest';
import { demandMetricsAccess } from './metrics-access.js';

const HOST = { host: '127.0.0.1:3000' };
const LOCAL = '127.0.0.1';
type Place = 'development' | 'production';
const demand =
  (NODE_ENV: Place) =>
  (headers: Record<string, string>, remoteAddress?: string, token?: string, httpVersion = '1.1') =>
  () => {
    demandMetricsAccess(
      { headers, httpVersion, socket: { remoteAddress } },
      { NODE_ENV, ...(token !== undefined && { METRICS_TOKEN: token }) },
    );
  };
const ask = demand('development');
const askProduction = demand('production');

describe('the metrics without a token', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1:3000'],
    ['127.8.9.1', '127.8.9.1'],
    ['::1', '[::1]:3000'],
    ['::ffff:127.0.0.1', 'localhost:3000'],
    ['127.0.0.1', 'LOCALHOST'],
    ['127.0.0.1', 'openinary.localhost:80'],
  ])('are for this machine: %s asks at %s', (address, host) => {
    expect(ask({ host, 'user-agent': 'Prometheus/3' }, address)).not.toThrow();
  });

  it.each([
    'X-Forwarded-For',
    'X-Forwarded-Host',
    'X-Forwarded-Proto',
    'X-Forwarded-Anything',
    'Forwarded',
    'Via',
    'X-Real-IP',
    'X-Client-IP',
    'X-Cluster-Client-IP',
    'True-Client-IP',
    'CF-Connecting-IP',
    'X-Original-URL',
  ])('are not for what a proxy passes on with %s', (name) => {
    for (const value of ['127.0.0.1', ''])
      expect(ask({ ...HOST, [name.toLowerCase()]: value }, LOCAL)).toThrow(/METRICS_TOKEN/);
  });

  it.each([
    'media.example.com',
    'media.example.com:3000',
    '127.0.0.1.example.com',
    'localhost.example.com',
    'notlocalhost',
    '192.168.1.20:3000',
    '[fd00::1]:3000',
    '',
    ':3000',
  ])('are not for what is asked at %j', (host) => {
    expect(ask({ host }, LOCAL)).toThrow(/METRICS_TOKEN/);
  });

  it('are not for what names no host, nor for other machines', () => {
    expect(ask({}, LOCAL)).toThrow(/METRICS_TOKEN/);
    expect(ask(HOST, '192.168.1.20')).toThrow(/METRICS_TOKEN/);
    expect(ask(HOST)).toThrow(/METRICS_TOKEN/);
  });

  it('are not for what asks as nginx does of itself, by HTTP/1.0 at the address of its upstream', () => {
    const asked = ask({ ...HOST, connection: 'close' }, LOCAL, undefined, '1.0');
    expect(asked).toThrow(/METRICS_TOKEN/);
  });

  it('are for nobody in production', () => {
    expect(askProduction(HOST, LOCAL)).toThrow(/production server need METRICS_TOKEN/);
  });
});

describe('the metrics with a token', () => {
  const token = 'a-token-for-the-monitoring';

  it('are for whoever has it, from anywhere and through any proxy', () => {
    const headers = { host: 'x', via: '1.1 y', authorization: `Bearer ${token}` };
    expect(ask(headers, '192.0.2.1', token)).not.toThrow();
    expect(askProduction(headers, LOCAL, token)).not.toThrow();
  });

  it('are for nobody without it', () => {
    for (const authorization of ['', 'Bearer ', `Bearer ${token}x`, token])
      expect(ask({ ...HOST, authorization }, LOCAL, token)).toThrow(/bearer token/);
    expect(ask(HOST, LOCAL, token)).toThrow(/bearer token/);
    expect(askProduction(HOST, LOCAL, token)).toThrow(/bearer token/);
  });
});
