import { defineConfig } from 'vitest/config';

const journeys = defineConfig({
  test: {
    include: ['**/*.journey.ts'],
    // One server, one browser and several cameras at a time are enough for two cores.
    fileParallelism: false,
    testTimeout: 150_000,
    hookTimeout: 120_000,
  },
});

export { journeys as default };
