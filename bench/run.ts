import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Scenario } from './bench-context.ts';
import { prepareInputs } from './inputs.ts';
import { archive } from './scenarios/archive.ts';
import { bucket } from './scenarios/bucket.ts';
import { burst } from './scenarios/burst.ts';
import { hits } from './scenarios/hits.ts';
import { largeUpload } from './scenarios/large-upload.ts';
import { library } from './scenarios/library.ts';
import { many } from './scenarios/many.ts';
import { protectedRoutes } from './scenarios/protected.ts';
import { proxied } from './scenarios/proxied.ts';
import { renders } from './scenarios/renders.ts';
import { start } from './scenarios/start.ts';
import { videoDelivery } from './scenarios/video-delivery.ts';
import { videoQueue } from './scenarios/video-queue.ts';
import { markdownTable, verdict, type Row } from './table.ts';

const SCENARIOS = new Map<string, Scenario>([
  ['start', start],
  ['hits', hits],
  ['proxied', proxied],
  ['burst', burst],
  ['upload', largeUpload],
  ['archive', archive],
  ['library', library],
  ['bucket', bucket],
  ['many', many],
  ['renders', renders],
  ['protected', protectedRoutes],
  ['video-delivery', videoDelivery],
  ['video-queue', videoQueue],
]);

const USAGE = `Measures the built server against named baselines, in one run.

  npm run bench -- [--only ${[...SCENARIOS.keys()].join(',')}] [--quick] [--check]

  --only   only these scenarios
  --quick  fewer and shorter rounds (below 90 s), for a look
  --check  exit with 1 when a demanded figure is missed
`;

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

/** The scenarios of a list of names, all without one. */
function chosen(names: string | undefined): readonly (readonly [string, Scenario])[] {
  if (names === undefined) return [...SCENARIOS];
  return names.split(',').map((name) => {
    const scenario = SCENARIOS.get(name);
    if (scenario === undefined) throw new Error(`No scenario ${name}.\n\n${USAGE}`);
    return [name, scenario];
  });
}

async function measure(): Promise<readonly Row[]> {
  const directory = await mkdtemp(join(tmpdir(), 'openinary-bench-'));
  try {
    const context = { directory, inputs: await prepareInputs(directory), quick: options.quick };
    const rows: Row[] = [];
    for (const [name, scenario] of chosen(options.only)) {
      process.stderr.write(`measuring ${name}\n`);
      rows.push(...(await scenario(context)));
    }
    return rows;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

if (options.help) {
  console.log(USAGE);
} else {
  // A machine that is busy already says little: the reader should know.
  const [load = 0] = loadavg();
  const rows = await measure();
  const [{ model } = { model: 'unknown CPU' }] = cpus();
  console.log(
    `${availableParallelism()} × ${model}, Node ${process.versions.node}, load before: ${load.toFixed(1)}\n`,
  );
  console.log(markdownTable(rows));
  const missed = rows.filter((row) => verdict(row) === false);
  console.log(`\n${missed.length} of ${rows.filter(({ bound }) => bound).length} bounds missed.`);
  if (options.check && missed.length > 0) process.exitCode = 1;
}
