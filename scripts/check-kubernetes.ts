import { join } from 'node:path';
import { NAMESPACE_POLICIES } from './kubernetes/namespace-policies.ts';
import { POD_POLICIES } from './kubernetes/pod-policies.ts';
import { canRender, MANIFESTS, render } from './kubernetes/render.ts';
import { schemaProblems } from './kubernetes/schemas.ts';

// Renders what would be applied, and holds it to the API's schemas and to the rules of deployment.
const CANNOT = 77;
const DIRECTORIES = [
  'base',
  'overlays/production',
  'examples/everything',
  'examples/managed',
  'examples/one-replica',
];

if (!(await canRender())) {
  console.error('THE MANIFESTS WERE NOT CHECKED: kubectl is not installed.');
  process.exit(CANNOT);
}
let sound = true;
for (const directory of DIRECTORIES) {
  const manifests = await render(join(MANIFESTS, directory));
  const problems = [
    ...schemaProblems(manifests),
    ...[...POD_POLICIES, ...NAMESPACE_POLICIES].flatMap(({ name, broken }) =>
      broken(manifests).map((object) => `${object}: not true: ${name}`),
    ),
  ];
  sound &&= problems.length === 0;
  console.log(`${directory}: ${manifests.length} objects, ${problems.length} problems`);
  for (const problem of problems) console.error(`  ${problem}`);
}
process.exit(sound ? 0 : 1);
