import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Stale transforms survive tsconfig edits; correctness is worth the second it costs.
    fsModuleCache: false,
    // What is waited for comes late on a machine that does much else; its own default is a second.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.spec.ts', 'test/unit/**/*.spec.ts'],
          setupFiles: ['test/support/reflect-metadata.ts'],
          // Some start a Postgres, a Redis or ffmpeg.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.spec.ts'],
          globalSetup: ['test/support/whole-log.ts'],
          // A start takes ten times as long as alone where many programs share the cores, and some tests need five.
          testTimeout: 150_000,
          hookTimeout: 150_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
