import { defineConfig } from 'vite';
import { offlineShell } from './offlineShell.ts';

// One origin serves the pages and the hubs; in development the pages come from Vite and the rest is passed on.
const server = 'http://127.0.0.1:5080';

/** A worker serves what lies beside it, so it cannot lie among the assets; its name is the same in every build. */
const crewWorker = 'paramedic/worker.js';

const page = (path: string): string => `${import.meta.dirname}/apps/${path}index.html`;

export const webConfig = defineConfig({
  root: 'apps',
  appType: 'mpa',
  plugins: [
    offlineShell({
      page: 'paramedic/index.html',
      worker: crewWorker,
      copied: ['favicon.svg', 'theme.js'],
      copiedFrom: `${import.meta.dirname}/apps/public`,
    }),
  ],
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2023',
    // These know light-dark(): a part of a page can then have a colour scheme of its own.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // A data: address would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        home: page(''),
        patient: page('patient/'),
        clinician: page('clinician/'),
        dispatcher: page('dispatcher/'),
        paramedic: page('paramedic/'),
        admin: page('admin/'),
        guest: page('guest/'),
        connectionTest: page('connection-test/'),
        help: page('help/'),
        crewWorker: `${import.meta.dirname}/apps/paramedic/worker/worker.ts`,
      },
      output: { entryFileNames: (chunk) => (chunk.name === 'crewWorker' ? crewWorker : 'assets/[name]-[hash].js') },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: server, changeOrigin: true },
      '/hub': { target: server, changeOrigin: true, ws: true },
    },
  },
});

// Vite reads its configuration from the default export only.
export { webConfig as default };
