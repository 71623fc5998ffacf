import { join } from 'node:path';
import ts from 'typescript';
import type { Manifest } from './render.ts';

/** Where the type of each kind of object is declared. */
const PACKAGES: Readonly<Record<string, string>> = {
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
  'keda.sh': '@kubernetes-models/keda',
};
const ROOT = join(import.meta.dirname, '../..');
const FILE = join(ROOT, 'scripts/kubernetes/rendered-objects.ts');

/**
 * What the API server would refuse: missing, mistyped and unknown fields, at any depth. Each object becomes a literal of
 * the type that is generated from the API's own schema, and the compiler says what does not fit.
 */
export function schemaProblems(manifests: readonly Manifest[]): readonly string[] {
  const source = manifests.map((manifest, index) => declaration(manifest, index)).join('\n');
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (name) => name === FILE || disk.fileExists(name),
    getSourceFile: (name, ...rest) =>
      name === FILE
        ? ts.createSourceFile(FILE, source, ts.ScriptTarget.ES2023)
        : disk.getSourceFile(name, ...rest),
  };
  const program = ts.createProgram([FILE], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map((diagnostic) => describe(diagnostic, source, manifests));
}

function declaration({ ...manifest }: Manifest, index: number): string {
  const { apiVersion, kind } = manifest;
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  const module = `${PACKAGES[group] ?? 'kubernetes-models'}/${apiVersion}/${kind}`;
  const literal = JSON.stringify(manifest);
  return `import type { I${kind} as T${index} } from '${module}'; const o${index}: T${index} = ${literal}; void o${index};`;
}

function describe(
  { messageText, start }: ts.Diagnostic,
  source: string,
  manifests: readonly Manifest[],
): string {
  const line = source.slice(0, start ?? 0).split('\n').length - 1;
  const manifest = manifests[line];
  const name = manifest === undefined ? 'object' : `${manifest.kind}/${manifest.metadata.name}`;
  const message = ts.flattenDiagnosticMessageText(messageText, ' ');
  return `${name}: ${message.slice(0, 400)}`;
}
