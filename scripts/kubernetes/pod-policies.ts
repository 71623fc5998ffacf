import { at, listAt, services, workloads, type Tree, type Workload } from './objects.ts';
import type { Manifest } from './render.ts';

/** A rule of deployment: what it is called, and what breaks it. */
export interface Policy {
  readonly name: string;
  /** The objects that break it; empty when it holds. */
  readonly broken: (manifests: readonly Manifest[]) => readonly string[];
}

const LOWEST_UID = 10_000;
const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];
const DRAIN_S = 45;

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
  forServices(
    'stops slowly enough',
    ({ pod, containers, labels }) =>
      containers.every((container) => at(container, 'lifecycle', 'preStop') !== undefined) &&
      (labels['app.kubernetes.io/component'] === 'redis' ||
        isAtLeast(at(pod, 'terminationGracePeriodSeconds'), DRAIN_S)),
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
