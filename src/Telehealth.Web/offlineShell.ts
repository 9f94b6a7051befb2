import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Plugin } from 'vite';

export interface OfflineShellOptions {
  /** The page that must start without network, and the worker that keeps it; both as they are named in the build. */
  page: string;
  worker: string;
  /** Files that the page needs and the build only copies, and where they lie. */
  copied: readonly string[];
  copiedFrom: string;
}

/** Writes in front of the worker which files its page needs: each whose name stands in the page, or in one that does. */
export function offlineShell({ page, worker, copied, copiedFrom }: OfflineShellOptions): Plugin {
  return {
    name: 'offline-shell',
    apply: 'build',
    // The page itself is made in this step too, by Vite.
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const textOf = (name: string): string => {
          const file = bundle[name];
          if (file === undefined) throw new Error(`${name} is not in the build.`);
          return file.type === 'chunk' ? file.code : Buffer.from(file.source).toString('utf8');
        };
        const candidates = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
        const needed = new Set([page]);
        for (const name of needed) {
          const text = textOf(name);
          for (const other of candidates.filter((candidate) => text.includes(basename(candidate)))) needed.add(other);
        }
        const hash = createHash('sha256');
        for (const name of [...needed].sort()) hash.update(name).update(textOf(name));
        for (const name of copied) hash.update(name).update(readFileSync(`${copiedFrom}/${name}`));
        needed.delete(page);
        const shell = { version: hash.digest('hex').slice(0, 16), files: [...needed, ...copied].sort().map((name) => `/${name}`) };
        const script = bundle[worker];
        if (script?.type !== 'chunk' || script.imports.length > 0) throw new Error(`${worker} must be one script that imports nothing.`);
        script.code = `const crewShell=${JSON.stringify(shell)};\n${script.code}`;
      },
    },
  };
}
