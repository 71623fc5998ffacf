import { access, glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { describeEnvironment, loadEnvironment } from '../../../src/config/load-environment.js';
import { Page, ROOT } from '../../support/page.ts';
import { composeFile, DOCKER, type ComposeFile, type Service } from './compose-file.ts';

const SECRETS = {
  BETTER_AUTH_SECRET: 'an-example-of-a-secret-that-is-long-enough',
  POSTGRES_PASSWORD: 'postgres-password',
  STORAGE_ACCESS_KEY_ID: 'objects-key',
  STORAGE_SECRET_ACCESS_KEY: 'objects-secret',
};
/** What the image or the place in the installation decides, and nobody else. */
const FIXED = [
  'PORT',
  'HOST',
  'NODE_ENV',
  'DATA_DIR',
  'DB_PATH',
  'BACKUP_PATH',
  'ROLE',
  'ACCEL_REDIRECT',
];
const PRODUCT = ['api', 'api-1', 'api-2', 'worker'];

describe('docker-compose.yml', () => {
  let file: ComposeFile;
  beforeAll(async () => {
    file = await composeFile(SECRETS);
  });

  const services = () => Object.entries(file.services);
  const named = (test: (service: Service, name: string) => boolean) =>
    services()
      .filter(([name, service]) => !test(service, name))
      .map(([name]) => name);
  const product = (name: string) => {
    const service = file.services[name];
    if (service === undefined) throw new Error(`no service ${name}`);
    return service;
  };

  it('is what the commands that the pages print find', async () => {
    const root = parse(await readFile(join(ROOT, 'compose.yaml'), 'utf8')) as {
      readonly name: string;
      readonly include: readonly string[];
    };
    expect(root).toEqual({ name: file.name, include: ['docker/docker-compose.yml'] });
    const commands: string[] = [];
    for await (const name of glob('{README,CONTRIBUTING,docs/*}.md', { cwd: ROOT })) {
      const page = await Page.read(name);
      const texts = [...page.commands, ...page.codes].flatMap((text) => text.split('\n'));
      commands.push(...texts.filter((text) => /docker compose \S/.test(text)));
    }
    expect(commands.length).toBeGreaterThan(6);
    for (const command of commands) {
      const [, path = 'compose.yaml'] = /docker compose(?: -f (\S+))? /.exec(command) ?? [];
      await expect(access(join(ROOT, path)), command).resolves.toBeUndefined();
    }
    expect(dirname(join(ROOT, root.include[0] ?? ''))).toBe(DOCKER);
  });

  it('starts one container by default, and the parts of the scale only when they are asked for', () => {
    expect(named(({ profiles }) => profiles?.includes('scale') ?? false)).toEqual([
      'permissions',
      'api',
    ]);
    expect(services().map(([name]) => name)).toEqual([
      ...['permissions', 'api', 'gateway', 'api-1', 'api-2', 'worker', 'postgres', 'redis'],
      'objects',
    ]);
    expect(product('api')).toMatchObject({ container_name: 'openinary_api' });
    expect(product('api').volumes).toEqual(['../data:/app/data', '../backup:/backup']);
    expect(product('worker').deploy).toMatchObject({ replicas: 2 });
  });

  it('needs a secret, and says so', async () => {
    await expect(composeFile()).rejects.toThrow('BETTER_AUTH_SECRET');
  });

  it('locks every container: read-only, no capability it does not name, no new privilege, bounded', () => {
    expect(named(({ read_only }) => read_only === true)).toEqual([]);
    expect(named(({ cap_drop }) => cap_drop?.join() === 'ALL')).toEqual([]);
    expect(named(({ security_opt }) => security_opt?.join() === 'no-new-privileges:true')).toEqual(
      [],
    );
    expect(named(({ pids_limit }) => (pids_limit ?? 0) > 0)).toEqual([]);
    expect(named(({ logging }) => logging?.options?.['max-size'] === '10m')).toEqual([]);
    const bounded = ({ deploy }: Service) =>
      deploy?.resources?.limits?.cpus !== undefined && deploy.resources.limits.memory !== undefined;
    expect(named(bounded)).toEqual(['permissions']);
    // Compose loads no file with a service that has the one limit and not the other.
    const repeated = ({ pids_limit, deploy }: Service) =>
      deploy?.resources?.limits === undefined || deploy.resources.limits.pids === pids_limit;
    expect(named(repeated)).toEqual([]);
    for (const name of PRODUCT) expect(product(name).cap_add).toBeUndefined();
    expect(named(({ restart }) => restart === 'unless-stopped')).toEqual(['permissions']);
  });

  it('runs images of a version', () => {
    expect(named(({ image }) => /:(?!latest)[\w.-]*\d[\w.-]*$/.test(image))).toEqual([]);
  });

  it('waits for what has a health check, and mounts what there is', async () => {
    for (const [name, service] of services()) {
      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        const awaited = product(other);
        // The product's image brings its own.
        const checked = awaited.healthcheck?.test !== undefined || PRODUCT.includes(other);
        expect([name, other, condition === 'service_healthy' && !checked]).toEqual([
          name,
          other,
          false,
        ]);
      }
      for (const volume of service.volumes ?? []) {
        const [source = '', target] = volume.split(':');
        if (target === undefined) continue;
        if (source.startsWith('./')) await access(join(DOCKER, source));
        else if (!source.startsWith('../')) expect(file.volumes).toHaveProperty(source);
      }
      for (const network of service.networks ?? [])
        if (network !== 'default') expect(file.networks).toHaveProperty(network);
    }
  });

  it('lets nobody but the gateway and the API processes out, and publishes to this machine alone', () => {
    expect(file.networks['inside']).toEqual({ internal: true });
    expect(named(({ networks }) => networks?.includes('default') !== true)).toEqual([
      'gateway',
      'api-1',
      'api-2',
    ]);
    for (const [, service] of services())
      for (const port of (service as { ports?: readonly string[] }).ports ?? [])
        expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('hands every variable on, and none that the product does not know', () => {
    const known = Object.keys(describeEnvironment());
    for (const name of PRODUCT) {
      const given = Object.keys(product(name).environment ?? {});
      expect(given.filter((variable) => !known.includes(variable))).toEqual([]);
      expect(
        known.filter((variable) => !given.includes(variable) && !FIXED.includes(variable)),
      ).toEqual([]);
    }
  });

  it('configures processes that accept it, with what is set in docker/.env', async () => {
    const set = await composeFile({
      ...SECRETS,
      MAX_FILE_SIZE_MB: '77',
      CORS_ORIGINS: 'https://a.example',
    });
    for (const name of PRODUCT) {
      const environment = loadEnvironment({
        ...set.services[name]?.environment,
        NODE_ENV: 'production',
      });
      expect(environment.MAX_FILE_SIZE_MB).toBe(77);
      expect(environment.CORS_ORIGINS).toEqual(['https://a.example']);
    }
    const { environment } = product('api-2');
    expect(loadEnvironment(environment)).toMatchObject({
      ROLE: 'api',
      DATABASE_URL: 'postgres://openinary:postgres-password@postgres:5432/openinary',
      ACCEL_REDIRECT: '/accelerated/api-2',
      BETTER_AUTH_URL: 'http://localhost:8080',
    });
    expect(loadEnvironment(product('worker').environment).ROLE).toBe('worker');
    expect(loadEnvironment(product('api').environment)).toMatchObject({
      ROLE: 'all',
      BETTER_AUTH_URL: 'http://localhost:3000',
    });
  });

  it('has the upstreams of the proxy among its services, with the disks it sends from', () => {
    const gateway = product('gateway');
    for (const name of ['api-1', 'api-2']) {
      const accelerated = product(name).environment?.['ACCEL_REDIRECT'];
      expect(accelerated).toBe(`/accelerated/${name}`);
      expect(product(name).volumes).toContain(`${name}:/app/data`);
      expect(gateway.volumes).toContain(`${name}:/var/cache/openinary/${name}:ro`);
    }
    // Files of the cache are for their owner alone.
    expect(gateway.user).toBe('10001:10001');
  });
});
