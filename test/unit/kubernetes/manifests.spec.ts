import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { NAMESPACE_POLICIES } from '../../../scripts/kubernetes/namespace-policies.ts';
import { at, listAt } from '../../../scripts/kubernetes/objects.ts';
import { POD_POLICIES } from '../../../scripts/kubernetes/pod-policies.ts';
import { canRender, MANIFESTS, render, type Manifest } from '../../../scripts/kubernetes/render.ts';
import { schemaProblems } from '../../../scripts/kubernetes/schemas.ts';
import {
  API,
  CONTAINER,
  EVERYTHING,
  MANAGED,
  mutant,
  MUTANTS,
  ONE_REPLICA,
  PRODUCTION,
  SINGLE,
  type Mutant,
} from './mutants.ts';

const POLICIES = [...POD_POLICIES, ...NAMESPACE_POLICIES];
const rendered = new Map<string, readonly Manifest[]>();
const possible = await canRender();
if (!possible) console.warn('THE MANIFESTS ARE NOT CHECKED: kubectl is not installed.');

describe.runIf(possible)('the manifests', () => {
  beforeAll(async () => {
    for (const directory of [SINGLE, PRODUCTION, EVERYTHING, MANAGED, ONE_REPLICA]) {
      rendered.set(directory, await render(join(MANIFESTS, directory)));
    }
  }, 60_000);

  it.each([SINGLE, PRODUCTION, EVERYTHING, MANAGED, ONE_REPLICA])(
    'of %s keep to every rule',
    (directory) => {
      const broken = POLICIES.flatMap(({ name, broken: find }) =>
        find(of(directory)).map((object) => `${object}: ${name}`),
      );
      expect(broken).toEqual([]);
    },
  );

  it.each(MUTANTS)('would be refused where $object breaks "$breaks" at $path', (change) => {
    const policy = POLICIES.filter(({ name }) => name.includes(change.breaks));
    expect(policy).toHaveLength(1);
    expect(policy[0]?.broken(of(change.of))).toEqual([]);
    expect(policy[0]?.broken(mutate(change))).not.toEqual([]);
  });

  it('have a mutant for every rule', () => {
    const untried = POLICIES.filter(
      ({ name }) => !MUTANTS.some(({ breaks }) => name.includes(breaks)),
    );
    expect(untried.map(({ name }) => name)).toEqual([]);
  });

  it('fit the schemas of the API, and no object with an unknown, a missing or a mistyped field does', () => {
    expect(schemaProblems(of(EVERYTHING))).toEqual([]);
    expect(schemaProblems(of(ONE_REPLICA))).toEqual([]);
    expect(schemaProblems(of(SINGLE))).toEqual([]);
    const broken = [
      mutant('', SINGLE, API, [...CONTAINER, 'readynessProbe'], {}),
      mutant('', SINGLE, API, ['spec', 'selector']),
      mutant('', SINGLE, API, ['spec', 'replicas'], 'one'),
    ];
    const only = broken.map((change) =>
      mutate(change).filter((manifest) => nameOf(manifest) === API),
    );
    expect(schemaProblems(only.flat())).toHaveLength(broken.length);
  }, 60_000);

  it('have the server asked for backups where it makes some: on SQLite', () => {
    const jobs = (directory: string) => of(directory).filter(({ kind }) => kind === 'CronJob');
    expect(jobs(ONE_REPLICA)).toHaveLength(1);
    expect([...jobs(PRODUCTION), ...jobs(EVERYTHING)]).toEqual([]);
  });

  it('reach a managed Redis and a bucket on 9000 where they are asked to, and then have no Redis of their own', () => {
    expect(schemaProblems(of(MANAGED))).toEqual([]);
    expect(of(MANAGED).filter(({ metadata }) => metadata.name === 'openinary-redis')).toEqual([]);
    expect(portsOutside(of(MANAGED))).toEqual([80, 443, 5432, 6379, 6380, 9000]);
    expect(portsOutside(of(PRODUCTION))).toEqual([80, 443, 5432]);
  });

  it('carry the rules and the dashboard that everybody else gets', async () => {
    const rule = of(EVERYTHING).find(({ kind }) => kind === 'PrometheusRule');
    const text = await readFile(join(MANIFESTS, '../prometheus/openinary.rules.yaml'), 'utf8');
    expect(at(rule, 'spec')).toEqual(parse(text));
    const dashboard = of(EVERYTHING).find(
      ({ metadata }) => metadata.name === 'openinary-dashboard',
    );
    expect(dashboard?.data?.['openinary.json']).toBe(
      await readFile(join(MANIFESTS, '../grafana/openinary.json'), 'utf8'),
    );
  });
});

/** The ports of addresses, not pods, that processes may reach. */
function portsOutside(manifests: readonly Manifest[]): readonly number[] {
  const rules = manifests
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .flatMap(({ spec }) => listAt(spec, 'egress'))
    .filter((rule) => listAt(rule, 'to').some((peer) => at(peer, 'ipBlock') !== undefined));
  const ports = rules.flatMap((rule) => listAt(rule, 'ports').map((port) => at(port, 'port')));
  return [...new Set(ports.map(Number))].sort((one, other) => one - other);
}

function of(directory: string): readonly Manifest[] {
  const manifests = rendered.get(directory);
  if (manifests === undefined) throw new Error(`${directory} has not been rendered`);
  return manifests;
}

function nameOf({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata.name}`;
}

function mutate({ of: directory, object, path, value }: Mutant): readonly Manifest[] {
  const copy = structuredClone(of(directory)) as Manifest[];
  const manifest = copy.find((candidate) => nameOf(candidate) === object);
  const holder = at(manifest, ...path.slice(0, -1));
  const last = path.at(-1);
  if (typeof holder !== 'object' || holder === null || last === undefined) {
    throw new Error(`${object} has no ${path.join('.')}`);
  }
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else Reflect.set(holder, last, value);
  return copy;
}
