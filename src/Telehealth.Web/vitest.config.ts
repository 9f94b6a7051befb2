import { defineConfig } from 'vitest/config';

const config = defineConfig({
  test: { include: ['lib/**/*.test.ts', 'features/**/*.test.ts', 'apps/**/*.test.ts', 'architecture/**/*.test.ts'], environment: 'node' },
});

// Vitest reads its configuration from the default export only.
export { config as default };
