import { describe, expect, it } from 'vitest';
import { connectionOptions } from './redis-address.js';

const optionsOf = (url: string) => connectionOptions({ kind: 'url', url });

describe('connectionOptions', () => {
  it('takes apart what an address says', () => {
    expect(optionsOf('redis://ada:p%40ss@cache.example:6380/2')).toEqual({
      host: 'cache.example',
      port: 6380,
      db: 2,
      username: 'ada',
      password: 'p@ss',
    });
    expect(optionsOf('redis://127.0.0.1')).toEqual({ host: '127.0.0.1', port: 6379, db: 0 });
  });

  it('names the server to TLS where it has a name, and no address, of which a certificate has another kind', () => {
    expect(optionsOf('rediss://cache.example').tls).toEqual({ servername: 'cache.example' });
    expect(optionsOf('rediss://10.0.0.7').tls).toEqual({});
    expect(optionsOf('rediss://[::1]:6380')).toMatchObject({ host: '::1', port: 6380, tls: {} });
  });
});
