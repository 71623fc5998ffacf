import { BlockList, isIPv6 } from 'node:net';
import { isMatch, selectorOf } from './selectors.ts';
import { at, listAt, ofKind, services, workloads } from './objects.ts';
import type { Policy } from './pod-policies.ts';
import type { Manifest } from './render.ts';

const LABELS = ['name', 'instance', 'version', 'part-of'].map(
  (name) => `app.kubernetes.io/${name}`,
);
/** Where clouds hand credentials out to whoever runs on their machines. */
const METADATA_SERVICES = ['169.254.169.254', '169.254.170.2', 'fd00:ec2::254'];

/** What the objects around the pods have to keep to. */
export const NAMESPACE_POLICIES: readonly Policy[] = [
  {
    name: 'lives in a namespace that admits restricted pods alone',
    broken: (manifests) => {
      const namespaces = ofKind(manifests, 'Namespace');
      const restricted = namespaces.filter(
        ({ metadata }) => metadata.labels?.['pod-security.kubernetes.io/enforce'] === 'restricted',
      );
      return restricted.length === 1 && namespaces.length === 1 ? [] : ['Namespace'];
    },
  },
  {
    name: 'lets nothing in or out that is not named',
    broken: (manifests) => {
      const denies = ofKind(manifests, 'NetworkPolicy').some(
        ({ spec }) =>
          JSON.stringify(at(spec, 'podSelector')) === '{}' &&
          ['Ingress', 'Egress'].every((type) =>
            (at(spec, 'policyTypes') as string[]).includes(type),
          ) &&
          at(spec, 'ingress') === undefined &&
          at(spec, 'egress') === undefined,
      );
      return denies ? [] : ['NetworkPolicy'];
    },
  },
  {
    name: 'never reaches the metadata service of a cloud',
    broken: (manifests) =>
      ofKind(manifests, 'NetworkPolicy')
        .filter(({ spec }) => listAt(spec, 'egress').some((rule) => !isBounded(rule)))
        .map(nameOf),
  },
  {
    name: 'is asked by the ingress and the monitoring alone, not by everybody',
    broken: (manifests) =>
      ofKind(manifests, 'NetworkPolicy')
        .filter(({ spec }) =>
          listAt(spec, 'ingress').some((rule) => listAt(rule, 'from').length === 0),
        )
        .map(nameOf),
  },
  {
    name: 'keeps one SQLite process at a time, and replaces it only when it is gone',
    broken: (manifests) =>
      services(manifests)
        .filter(({ kind, pod }) => kind === 'Deployment' && mountsClaim(pod))
        .filter(
          ({ spec }) => at(spec, 'replicas') !== 1 || at(spec, 'strategy', 'type') !== 'Recreate',
        )
        .map(({ name }) => name),
  },
  {
    name: 'lets nodes be drained: a budget for each tier of several, none for one of one',
    broken: (manifests) =>
      services(manifests)
        .filter(({ kind }) => kind === 'Deployment')
        .filter(({ labels, pod }) => {
          const budgets = ofKind(manifests, 'PodDisruptionBudget').filter(({ spec }) =>
            isMatch(selectorOf(spec), labels),
          );
          const loose = budgets.filter(({ spec }) => Number(at(spec, 'maxUnavailable')) >= 1);
          return mountsClaim(pod) ? budgets.length > loose.length : loose.length !== 1;
        })
        .map(({ name }) => name),
  },
  {
    name: 'scales and spreads tiers without a volume, and no other',
    broken: (manifests) =>
      services(manifests)
        .filter(({ kind, pod, name }) => {
          const scaled = ofKind(manifests, 'HorizontalPodAutoscaler').some(
            ({ spec }) =>
              `${String(at(spec, 'scaleTargetRef', 'kind'))}/${String(at(spec, 'scaleTargetRef', 'name'))}` ===
              name,
          );
          const spread = listAt(pod, 'topologySpreadConstraints').length > 0;
          return kind === 'Deployment' && !mountsClaim(pod) ? !spread : scaled;
        })
        .map(({ name }) => name),
  },
  {
    name: 'keeps its volumes when a deployment tool removes the rest',
    broken: (manifests) => [
      ...ofKind(manifests, 'PersistentVolumeClaim')
        .filter(({ metadata }) => {
          const { annotations = {} } = metadata;
          return (
            annotations['argocd.argoproj.io/sync-options'] !== 'Prune=false,Delete=false' ||
            annotations['kustomize.toolkit.fluxcd.io/prune'] !== 'disabled'
          );
        })
        .map(nameOf),
      ...ofKind(manifests, 'StatefulSet')
        .filter(
          ({ spec }) =>
            at(spec, 'persistentVolumeClaimRetentionPolicy', 'whenDeleted') !== 'Retain',
        )
        .map(nameOf),
    ],
  },
  {
    name: 'mounts a volume for one pod in one place',
    broken: (manifests) => {
      const claims = workloads(manifests).flatMap(({ pod }) =>
        listAt(pod, 'volumes').flatMap((volume) => {
          const claim = at(volume, 'persistentVolumeClaim', 'claimName');
          return typeof claim === 'string' ? [claim] : [];
        }),
      );
      return claims.filter((claim, index) => claims.indexOf(claim) !== index);
    },
  },
  {
    name: 'holds no secret in its manifests',
    broken: (manifests) => [
      ...ofKind(manifests, 'Secret').map(nameOf),
      ...ofKind(manifests, 'ConfigMap')
        .filter(({ data = {} }) =>
          Object.keys(data).some((key) => /SECRET|PASSWORD|TOKEN/.test(key)),
        )
        .map(nameOf),
    ],
  },
  {
    name: 'has the recommended labels',
    broken: (manifests) =>
      manifests
        .filter(
          ({ apiVersion, metadata }) =>
            !apiVersion.startsWith('kustomize') &&
            LABELS.some((label) => metadata.labels?.[label] === undefined),
        )
        .map(nameOf),
  },
  {
    name: 'hands uploads and events on as they come, over TLS',
    broken: (manifests) =>
      ofKind(manifests, 'Ingress')
        .filter(({ metadata, spec }) => {
          const of = (name: string) =>
            metadata.annotations?.[`nginx.ingress.kubernetes.io/${name}`];
          return (
            of('proxy-body-size') === undefined ||
            of('proxy-request-buffering') !== 'off' ||
            of('proxy-buffering') !== 'off' ||
            Number(of('proxy-read-timeout')) < 3600 ||
            listAt(spec, 'tls').length === 0
          );
        })
        .map(nameOf),
  },
  {
    name: 'lets what scales by the queue read the queue',
    broken: (manifests) =>
      ofKind(manifests, 'ScaledObject')
        .filter(
          () =>
            !ofKind(manifests, 'NetworkPolicy').some(
              ({ spec }) =>
                selectorOf({ selector: at(spec, 'podSelector') })['app.kubernetes.io/component'] ===
                  'redis' &&
                listAt(spec, 'ingress').some((rule) =>
                  listAt(rule, 'from').some(
                    (peer) =>
                      at(
                        peer,
                        'namespaceSelector',
                        'matchLabels',
                        'kubernetes.io/metadata.name',
                      ) === 'keda',
                  ),
                ),
            ),
        )
        .map(nameOf),
  },
  {
    name: 'selects pods that there are',
    broken: (manifests) =>
      ['Service', 'PodDisruptionBudget'].flatMap((kind) =>
        ofKind(manifests, kind)
          .filter(
            ({ spec }) =>
              !workloads(manifests).some(({ labels }) => isMatch(selectorOf(spec), labels)),
          )
          .map(nameOf),
      ),
  },
];

/** A rule of egress names its destinations, and leaves the metadata services out of every range. */
function isBounded(rule: unknown): boolean {
  const to = listAt(rule, 'to');
  return (
    to.length > 0 &&
    to.every((peer) => {
      const cidr = at(peer, 'ipBlock', 'cidr');
      if (typeof cidr !== 'string') return true;
      const except = at(peer, 'ipBlock', 'except') ?? [];
      const excepted = Array.isArray(except) ? except.map(String) : [];
      return METADATA_SERVICES.every(
        (address) => !contains([cidr], address) || contains(excepted, address),
      );
    })
  );
}

function contains(ranges: readonly string[], address: string): boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix] = range.split('/');
    // A list takes `::/0` to hold IPv4 as well; a cluster does not.
    if (familyOf(network) === familyOf(address))
      list.addSubnet(network, Number(prefix), familyOf(network));
  }
  return list.check(address, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

function mountsClaim(pod: unknown): boolean {
  return listAt(pod, 'volumes').some((volume) => at(volume, 'persistentVolumeClaim') !== undefined);
}

function nameOf({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata.name}`;
}
