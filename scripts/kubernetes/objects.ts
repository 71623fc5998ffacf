import type { Manifest } from './render.ts';

/** A value of a manifest that has not been looked into. */
export type Tree = Readonly<Record<string, unknown>>;

/** A pod template with the object that makes pods of it. */
export interface Workload {
  /** `Kind/name`. */
  readonly name: string;
  readonly kind: string;
  readonly spec: Tree;
  readonly pod: Tree;
  readonly labels: Readonly<Record<string, string>>;
  readonly containers: readonly Tree[];
}

/** The value at a path of keys and indexes; undefined where there is none. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}

/** The list at a path; empty where there is none. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly Tree[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? (found as Tree[]) : [];
}

/** Objects of a kind. */
export function ofKind(manifests: readonly Manifest[], kind: string): readonly Manifest[] {
  return manifests.filter((manifest) => manifest.kind === kind);
}

/** Everything that makes pods. */
export function workloads(manifests: readonly Manifest[]): readonly Workload[] {
  return manifests.flatMap((manifest) => {
    const { kind } = manifest;
    if (!['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'].includes(kind)) return [];
    const spec = (
      kind === 'CronJob' ? at(manifest.spec, 'jobTemplate', 'spec') : manifest.spec
    ) as Tree;
    const pod = at(spec, 'template', 'spec') as Tree;
    return [
      {
        name: `${kind}/${manifest.metadata.name}`,
        kind,
        spec,
        pod,
        labels: (at(spec, 'template', 'metadata', 'labels') ?? {}) as Record<string, string>,
        containers: [...listAt(pod, 'containers'), ...listAt(pod, 'initContainers')],
      },
    ];
  });
}

/** Those that run until they are stopped. */
export function services(manifests: readonly Manifest[]): readonly Workload[] {
  return workloads(manifests).filter(({ kind }) => !['Job', 'CronJob'].includes(kind));
}
