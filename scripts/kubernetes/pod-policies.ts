import { at, listAt, ofKind, services, workloads, type Tree, type Workload } from './objects.ts';
import type { Manifest } from './render.ts';

/** A rule of deployment: what it is called, and what breaks it. */
export interface Policy {
  readonly name: string;
  /** The objects that break it; empty when it holds. */
  readonly broken: (manifests: readonly Manifest[]) => readonly string[];
}

const LOWEST_UID = 10_000;
const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];
/** What a process takes to close its parts once no request is left, s. */
const PARTS_S = 10;
/** As the environment has it where nothing is set. */
const SHUTDOWN_TIMEOUT_MS = 30_000;
const MIB = 1024 * 1024;
/** docs/operations.md, Size: the process and its memory of hot variants, and each render at the limit of 100 megapixels. */
const OWN_MEMORY = (512 + 128) * MIB;
const RENDER_MEMORY = 400e6;
/** Renders at once beyond the CPUs (RENDER_CONCURRENCY). */
const EXTRA_RENDERS = 2;

/** What every pod and container has to keep to. */
export const POD_POLICIES: readonly Policy[] = [
  forPods('runs as nobody of the host, uid 10000 or above', ({ pod }) => {
    const uid = at(pod, 'securityContext', 'runAsUser');
    return at(pod, 'securityContext', 'runAsNonRoot') === true && isAtLeast(uid, LOWEST_UID);
  }),
  forPods('owns its volumes through a group', ({ pod }) =>
    isAtLeast(at(pod, 'securityContext', 'fsGroup'), LOWEST_UID),
  ),
  forPods(
    'has the seccomp profile of the runtime',
    ({ pod }) => at(pod, 'securityContext', 'seccompProfile', 'type') === 'RuntimeDefault',
  ),
  forPods(
    'has no token of the cluster, and an account of its own',
    ({ pod }) =>
      at(pod, 'automountServiceAccountToken') === false &&
      !['', 'default', undefined].includes(at(pod, 'serviceAccountName') as string | undefined),
  ),
  forPods(
    'uses nothing of the host',
    ({ pod }) =>
      ['hostNetwork', 'hostPID', 'hostIPC'].every((name) => at(pod, name) !== true) &&
      listAt(pod, 'volumes').every((volume) => at(volume, 'hostPath') === undefined),
  ),
  forContainers(
    'has a read-only root',
    (container) => at(container, 'securityContext', 'readOnlyRootFilesystem') === true,
  ),
  forContainers('has no capability', (container) => {
    const { drop, add } = (at(container, 'securityContext', 'capabilities') ?? {}) as Tree;
    return JSON.stringify(drop) === '["ALL"]' && add === undefined;
  }),
  forContainers(
    'cannot gain privileges',
    (container) =>
      at(container, 'securityContext', 'allowPrivilegeEscalation') === false &&
      at(container, 'securityContext', 'privileged') !== true,
  ),
  forContainers('asks for and is limited in CPU, memory and disk', (container) =>
    ['requests', 'limits'].every((side) =>
      RESOURCES.every((name) => at(container, 'resources', side, name) !== undefined),
    ),
  ),
  forContainers('is an image of a version', (container) => {
    const image = String(at(container, 'image'));
    const tag = /:([^/:@]+)(@|$)/.exec(image)?.[1];
    return image.includes('@sha256:') || (tag !== undefined && /\d/.test(tag) && tag !== 'latest');
  }),
  forContainers('takes secrets by reference', (container) =>
    listAt(container, 'env').every(
      (variable) =>
        !/SECRET|PASSWORD|TOKEN|KEY|_URL$/.test(String(at(variable, 'name'))) ||
        at(variable, 'value') === undefined,
    ),
  ),
  {
    name: 'bounds its scratch space',
    broken: (manifests) =>
      failing(workloads(manifests), ({ pod }) =>
        listAt(pod, 'volumes').every(
          (volume) =>
            at(volume, 'emptyDir') === undefined ||
            at(volume, 'emptyDir', 'sizeLimit') !== undefined,
        ),
      ),
  },
  forServices('has startup, liveness and readiness probes', ({ containers }) =>
    containers.every((container) =>
      ['startupProbe', 'livenessProbe', 'readinessProbe'].every(
        (probe) => at(container, probe) !== undefined,
      ),
    ),
  ),
  forServices('is alive whatever its database and storage do', ({ containers }) =>
    containers.every((container) => {
      const path = at(container, 'livenessProbe', 'httpGet', 'path');
      return path === undefined
        ? at(container, 'livenessProbe', 'tcpSocket') !== undefined
        : path === '/health/live';
    }),
  ),
  {
    name: 'stops slowly enough: a pause for the proxies, the longest drain, and its parts',
    broken: (manifests) =>
      failing(services(manifests), ({ pod, containers, labels }) =>
        containers.every((container) => {
          const [program, pause] = (at(container, 'lifecycle', 'preStop', 'exec', 'command') ??
            []) as readonly string[];
          if (program !== 'sleep') return false;
          if (labels['app.kubernetes.io/component'] === 'redis') return true;
          const drain = Number(
            settingOf(manifests, container, 'SHUTDOWN_TIMEOUT_MS') ?? SHUTDOWN_TIMEOUT_MS,
          );
          return isAtLeast(
            at(pod, 'terminationGracePeriodSeconds'),
            Number(pause) + drain / 1000 + PARTS_S,
          );
        }),
      ),
  },
  forServices(
    'has memory for as many renders as its CPUs make at once',
    ({ containers, labels }) =>
      labels['app.kubernetes.io/component'] !== 'api' ||
      containers.every((container) => {
        const renders = Number(at(container, 'resources', 'limits', 'cpu')) + EXTRA_RENDERS;
        const memory = bytesOf(at(container, 'resources', 'limits', 'memory'));
        return isAtLeast(memory, OWN_MEMORY + renders * RENDER_MEMORY);
      }),
  ),
];

function forPods(name: string, holds: (workload: Workload) => boolean): Policy {
  return { name, broken: (manifests) => failing(workloads(manifests), holds) };
}

function forServices(name: string, holds: (workload: Workload) => boolean): Policy {
  return { name, broken: (manifests) => failing(services(manifests), holds) };
}

function forContainers(name: string, holds: (container: Tree) => boolean): Policy {
  return forPods(name, ({ containers }) => containers.length > 0 && containers.every(holds));
}

function failing(
  candidates: readonly Workload[],
  holds: (workload: Workload) => boolean,
): readonly string[] {
  return candidates.filter((workload) => !holds(workload)).map(({ name }) => name);
}

function isAtLeast(value: unknown, least: number): boolean {
  return typeof value === 'number' && value >= least;
}

/** What a container finds in its environment: its own variables come before those of the objects it refers to. */
function settingOf(
  manifests: readonly Manifest[],
  container: Tree,
  name: string,
): string | undefined {
  const own = listAt(container, 'env').find((variable) => at(variable, 'name') === name);
  if (own !== undefined) return String(at(own, 'value'));
  const maps = listAt(container, 'envFrom').map((source) => at(source, 'configMapRef', 'name'));
  return ofKind(manifests, 'ConfigMap')
    .filter(({ metadata }) => maps.includes(metadata.name))
    .map(({ data }) => data?.[name])
    .find((value) => value !== undefined);
}

function bytesOf(quantity: unknown): number {
  const [, amount, unit] = /^(\d+)(Mi|Gi)$/.exec(String(quantity)) ?? [];
  return Number(amount) * (unit === 'Gi' ? 1024 * MIB : MIB);
}
