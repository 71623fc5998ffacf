/** One replica on a volume. */
export const SINGLE = 'base';
/** Several on shared stores. */
export const PRODUCTION = 'overlays/production';
/** `PRODUCTION` with every component that fits it. */
export const EVERYTHING = 'examples/everything';
/** `PRODUCTION` on a Redis and a bucket of somebody else's. */
export const MANAGED = 'examples/managed';
/** `SINGLE` with every component that fits it. */
export const ONE_REPLICA = 'examples/one-replica';

type Path = readonly (string | number)[];

/** A change that makes sound manifests break one rule. */
export interface Mutant {
  readonly breaks: string;
  readonly of: string;
  readonly object: string;
  readonly path: Path;
  /** Undefined takes the value away. */
  readonly value: unknown;
}

const POD: Path = ['spec', 'template', 'spec'];
/** Where the first container of a deployment stands. */
export const CONTAINER: Path = [...POD, 'containers', 0];
/** A change, with what it breaks and where. */
export const mutant = (
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
/** The deployment of the API, in every directory. */
export const API = 'Deployment/openinary-api';

/** One for every rule, or more. */
export const MUTANTS: readonly Mutant[] = [
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
    'stops slowly enough',
    PRODUCTION,
    'Deployment/openinary-worker',
    [...CONTAINER, 'env'],
    [{ name: 'SHUTDOWN_TIMEOUT_MS', value: '60000' }],
  ),
  mutant(
    'memory for as many renders',
    PRODUCTION,
    API,
    [...CONTAINER, 'resources', 'limits', 'memory'],
    '2Gi',
  ),
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
  mutant(
    'metadata service',
    SINGLE,
    'NetworkPolicy/api-public-egress',
    ['spec', 'egress', 0, 'to', 1, 'ipBlock', 'except'],
    ['fe80::/10'],
  ),
  mutant(
    'metadata service',
    SINGLE,
    'NetworkPolicy/api-public-egress',
    ['spec', 'egress', 0, 'to'],
    [{ ipBlock: { cidr: '128.0.0.0/1' } }],
  ),
  mutant(
    'read the queue',
    EVERYTHING,
    'NetworkPolicy/redis-from-keda',
    ['spec', 'podSelector', 'matchLabels', 'app.kubernetes.io/component'],
    'worker',
  ),
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
