import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Proofs that take minutes each: `npm test -- --long` (test/support/extent.ts). */
const long = process.env.FLOPMARK_LONG === '1' ? [] : ['**/*.long.test.ts'];

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    environment: 'node',
    exclude: long,
    // Limits that only a fault reaches, also on a slow machine or beside other work: a test waits
    // for conditions.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    // The machine has two cores; e2e and database suites start their own servers and browsers.
    maxWorkers: 2,
    maxConcurrency: 2,
    // No file changes what another one loads; to load the modules anew for each took a quarter of
    // the unit tests' time (147 for 200 s, 2026-11-30).
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/pages/**', 'test/integration/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: 'test/support/built.ts',
          testTimeout: 400_000,
          // The example data is generated in one of them: three minutes of a core, alone.
          hookTimeout: 900_000,
          // Some wait for most of their time: on slow devices, killed processes and kept pages.
          maxWorkers: 3,
        },
      },
      {
        extends: true,
        test: {
          name: 'pages',
          include: ['test/pages/**/*.test.ts'],
          globalSetup: ['test/support/built.ts', 'test/support/shared-site.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          retry: 1,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/built.ts', 'test/support/shared-site.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          // Runs are measured, one at a time.
          fileParallelism: false,
          // Three browsers, their drivers and the server share the cores: what fails twice is
          // broken.
          retry: 1,
        },
      },
    ],
  },
});
