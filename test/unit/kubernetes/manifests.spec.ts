import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { NAMESPACE_POLICIES } from '../../../scripts/kubernetes/namespace-policies.ts';
import { at } from '../../../scripts/kubernetes/objects.ts';
import { POD_POLICIES } from '../../../scripts/kubernetes/pod-policies.ts';
import { canRender, MANIFESTS, render, type Manifest } from '../../../scripts/kubernetes/render.ts';
import { schemaProblems } from '../../../scripts/kubernetes/schemas.ts';

const POLICIES = [...POD_POLICIES, ...NAMESPACE_POLICIES];
const SINGLE = 'base';
const PRODUCTION = 'overlays/production';
const EVERYTHING = 'examples/everything';
const ONE_REPLICA = 'examples/one-replica';

type Path = readonly (string | number)[];

/** A change that makes sound manifests break one rule. */
interface Mutant {
  readonly breaks: string;
  readonly of: string;
  readonly object: string;
  readonly path: Path;
  /** Undefined takes the value away. */
  readonly value: unknown;
}

const POD: Path = ['spec', 'template', 'spec'];
const CONTAINER: Path = [...POD, 'containers', 0];
const mutant = (
  breaks: string,
  of: string,
  object: string,
  path: Path,
  value?: unknown,
): Mutant => ({
  breaks,
  of,
  object,
  path,
  value,
});
const API = 'Deployment/openinary-api';

const MUTANTS: readonly Mutant[] = [
  mutant('runs as nobody of the host', SINGLE, API, [...POD, 'securityContext', 'runAsUser'], 1000),
  mutant('runs as nobody of the host', SINGLE, API, [...POD, 'securityContext', 'runAsNonRoot']),
  mutant('owns its volumes', SINGLE, API, [...POD, 'securityContext', 'fsGroup']),
  mutant(
    'seccomp profile',
    SINGLE,
    API,
    [...POD, 'securityContext', 'seccompProfile', 'type'],
    'Unconfined',
  ),
  mutant('no token of the cluster', SINGLE, API, [...POD, 'automountServiceAccountToken'], true),
  mutant('no token of the cluster', SINGLE, API, [...POD, 'serviceAccountName'], 'default'),
  mutant('nothing of the host', SINGLE, API, [...POD, 'hostNetwork'], true),
  mutant(
    'read-only root',
    SINGLE,
    API,
    [...CONTAINER, 'securityContext', 'readOnlyRootFilesystem'],
    false,
  ),
  mutant(
    'no capability',
    SINGLE,
    API,
    [...CONTAINER, 'securityContext', 'capabilities', 'add'],
    ['NET_RAW'],
  ),
  mutant(
    'cannot gain privileges',
    SINGLE,
    API,
    [...CONTAINER, 'securityContext', 'allowPrivilegeEscalation'],
    true,
  ),
  mutant('asks for and is limited', SINGLE, API, [
    ...CONTAINER,
    'resources',
    'limits',
    'ephemeral-storage',
  ]),
  mutant(
    'image of a version',
    SINGLE,
    API,
    [...CONTAINER, 'image'],
    'registry.example.com/openinary:latest',
  ),
  mutant(
    'image of a version',
    SINGLE,
    API,
    [...CONTAINER, 'image'],
    'registry.example.com:5000/openinary',
  ),
  mutant(
    'secrets by reference',
    SINGLE,
    API,
    [...CONTAINER, 'env'],
    [{ name: 'API_SECRET', value: 'x' }],
  ),
  mutant('bounds its scratch space', PRODUCTION, API, [
    ...POD,
    'volumes',
    0,
    'emptyDir',
    'sizeLimit',
  ]),
  mutant('probes', PRODUCTION, 'Deployment/openinary-worker', [...CONTAINER, 'startupProbe']),
  mutant(
    'alive whatever',
    SINGLE,
    API,
    [...CONTAINER, 'livenessProbe', 'httpGet', 'path'],
    '/health/ready',
  ),
  mutant('stops slowly enough', SINGLE, API, [...POD, 'terminationGracePeriodSeconds'], 30),
  mutant('stops slowly enough', SINGLE, API, [...CONTAINER, 'lifecycle']),
  mutant(
    'restricted pods',
    SINGLE,
    'Namespace/openinary',
    ['metadata', 'labels', 'pod-security.kubernetes.io/enforce'],
    'baseline',
  ),
  mutant('not named', SINGLE, 'NetworkPolicy/default-deny', ['spec', 'egress'], [{}]),
  mutant(
    'metadata service',
    SINGLE,
    'NetworkPolicy/api-public-egress',
    ['spec', 'egress', 0, 'to', 0, 'ipBlock', 'except'],
    ['10.0.0.0/8'],
  ),
  mutant('metadata service', PRODUCTION, 'NetworkPolicy/backends-egress', [
    'spec',
    'egress',
    1,
    'to',
  ]),
  mutant('not by everybody', SINGLE, 'NetworkPolicy/api-ingress', ['spec', 'ingress', 0, 'from']),
  mutant('one SQLite process', SINGLE, API, ['spec', 'replicas'], 2),
  mutant('one SQLite process', SINGLE, API, ['spec', 'strategy'], { type: 'RollingUpdate' }),
  mutant(
    'lets nodes be drained',
    PRODUCTION,
    'PodDisruptionBudget/openinary-api',
    ['spec', 'maxUnavailable'],
    0,
  ),
  mutant(
    'lets nodes be drained',
    PRODUCTION,
    'PodDisruptionBudget/openinary-worker',
    ['spec', 'selector', 'matchLabels', 'app.kubernetes.io/component'],
    'api',
  ),
  mutant('scales and spreads', PRODUCTION, API, [...POD, 'topologySpreadConstraints']),
  mutant(
    'scales and spreads',
    PRODUCTION,
    'HorizontalPodAutoscaler/openinary-api',
    ['spec', 'scaleTargetRef'],
    { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'openinary-redis' },
  ),
  mutant('keeps its volumes', SINGLE, 'PersistentVolumeClaim/openinary-data', [
    'metadata',
    'annotations',
  ]),
  mutant(
    'keeps its volumes',
    PRODUCTION,
    'StatefulSet/openinary-redis',
    ['spec', 'persistentVolumeClaimRetentionPolicy', 'whenDeleted'],
    'Delete',
  ),
  mutant(
    'one pod in one place',
    SINGLE,
    API,
    [...POD, 'volumes', 1, 'persistentVolumeClaim', 'claimName'],
    'openinary-data',
  ),
  mutant('no secret in its manifests', SINGLE, 'ServiceAccount/openinary', ['kind'], 'Secret'),
  mutant('recommended labels', SINGLE, 'Service/openinary-api', [
    'metadata',
    'labels',
    'app.kubernetes.io/version',
  ]),
  mutant(
    'uploads and events',
    PRODUCTION,
    'Ingress/openinary',
    ['metadata', 'annotations', 'nginx.ingress.kubernetes.io/proxy-request-buffering'],
    'on',
  ),
  mutant('uploads and events', PRODUCTION, 'Ingress/openinary', ['spec', 'tls']),
  mutant(
    'selects pods',
    SINGLE,
    'Service/openinary-api',
    ['spec', 'selector', 'app.kubernetes.io/component'],
    'web',
  ),
];

const rendered = new Map<string, readonly Manifest[]>();
const possible = await canRender();
if (!possible) console.warn('THE MANIFESTS ARE NOT CHECKED: kubectl is not installed.');

describe.runIf(possible)('the manifests', () => {
  beforeAll(async () => {
    for (const directory of [SINGLE, PRODUCTION, EVERYTHING, ONE_REPLICA]) {
      rendered.set(directory, await render(join(MANIFESTS, directory)));
    }
  }, 60_000);

  it.each([SINGLE, PRODUCTION, EVERYTHING, ONE_REPLICA])(
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
