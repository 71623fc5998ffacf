/** The floors of the house (docs/architecture.md): a file may use its own folder or a lower floor. */
const floors = [
  ['errors', 'files', 'process'],
  ['access', 'config'],
  ['redis', 'database', 'metrics'],
  ['assets'],
  ['transform'],
  ['http'],
  ['queue'],
  ['storage'],
  ['delivery'],
  ['health', 'console'],
];
const names = floors.flat();

const upward = floors.flatMap((folders, level) =>
  folders.map((folder) => {
    const allowed = [folder, ...floors.slice(0, level).flat()];
    return {
      name: `${folder}-stays-on-its-floor`,
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: { path: '^src/', pathNot: `^src/(${allowed.join('|')})/` },
    };
  }),
);

/** The parts of storage (docs/architecture.md): each uses itself and those that come after it. */
const storageParts = [
  'uploads',
  'listing',
  'intake',
  'archives',
  'folders',
  'arranging',
  'maintenance',
  'operations',
  'variants',
  'named-transformations',
  'naming',
];

const upwardInStorage = storageParts.map((part, place) => ({
  name: `storage-${part}-uses-what-comes-after-it`,
  severity: 'error',
  from: { path: `^src/storage/${part}/` },
  to: {
    path: '^src/storage/',
    pathNot: `^src/storage/(${storageParts.slice(place).join('|')})/`,
  },
}));

const oneHome = (name, modules, home) => ({
  name: `${name}-has-one-home`,
  severity: 'error',
  from: { path: '^src/', pathNot: home },
  to: { path: `node_modules/(${modules})(/|$)` },
});

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    ...upward,
    ...upwardInStorage,
    {
      name: 'auth-is-a-wing',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(auth|api-keys|app\\.module)' },
      to: { path: '^src/(auth|api-keys)/' },
    },
    {
      name: 'auth-uses-only-the-ground-floors',
      severity: 'error',
      from: { path: '^src/(auth|api-keys)/' },
      to: {
        path: `^src/(${names.filter((name) => !['errors', 'access', 'config', 'files', 'process', 'redis', 'database', 'metrics', 'http'].includes(name)).join('|')})/`,
      },
    },
    {
      name: 'http-knows-no-feature',
      severity: 'error',
      from: { path: '^src/http/' },
      to: {
        path: '^src/',
        pathNot: '^src/(http|errors|access|config|files|process|redis|database|metrics)/',
      },
    },
    {
      name: 'engines-know-no-http',
      severity: 'error',
      from: { path: '^src/transform/(language|image|video|variants)/' },
      to: { path: 'node_modules/(express|bull|@nestjs/(?!common))' },
    },
    {
      name: 'the-language-is-pure',
      severity: 'error',
      from: { path: '^src/transform/language/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(node_modules|src/(?!transform/language|errors))' },
    },
    {
      name: 'plans-of-images-are-pure',
      severity: 'error',
      from: { path: '^src/transform/image/planning/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(node_modules|src/transform/image/(?!planning))' },
    },
    oneHome('better-auth', 'better-auth|@better-auth', '^src/auth/'),
    oneHome('sharp', 'sharp', '^src/transform/image/|\\.spec\\.ts$'),
    oneHome('aws-sdk', '@aws-sdk', '^src/assets/'),
    oneHome('prom-client', 'prom-client', '^src/metrics/'),
    oneHome('bull', 'bull|@nestjs/bull', '^src/queue/'),
    {
      name: 'child-processes-have-their-homes',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '^src/(transform/(video|image/drawings)|redis)/|\\.spec\\.ts$',
      },
      to: { path: '^(node:)?child_process$' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|client|data)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
