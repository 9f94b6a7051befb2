import { defineConfig } from 'vite';

// One origin serves the pages and the hubs; in development the pages come from Vite and the rest is passed on.
const server = 'http://127.0.0.1:5080';

const page = (path: string): string => `${import.meta.dirname}/apps/${path}index.html`;

export const webConfig = defineConfig({
  root: 'apps',
  appType: 'mpa',
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
      },
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
