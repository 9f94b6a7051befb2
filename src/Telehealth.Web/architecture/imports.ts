import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { parseSync } from 'vite';

/** One file names another, both as paths from the folder of the web; what is only a type counts too. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** Every import of one of our own files by another, style sheets among them; packages are left out. */
export function readImports(root: string): Import[] {
  return sources(root).flatMap((from) =>
    importsIn(from, readFileSync(join(root, from), 'utf8')).map((name) => ({ from, to: resolve(root, from, name) })),
  );
}

/** The hand-written and generated TypeScript below the three floors. */
export function sources(root: string): string[] {
  const floors = ['apps', 'features', 'lib'].filter((floor) => existsSync(join(root, floor)));
  const files = floors.flatMap((floor) =>
    readdirSync(join(root, floor), { recursive: true, encoding: 'utf8' }).map((file) => `${floor}/${file}`),
  );
  return files.filter((file) => /\.tsx?$/.test(file)).sort();
}

/** The names that a file imports from, those in comments and strings not among them. */
export function importsIn(file: string, source: string): string[] {
  const { errors, module, program } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const names = [
    ...module.staticImports.map((found) => found.moduleRequest.value),
    ...module.staticExports.flatMap((found) => found.entries.flatMap((entry) => entry.moduleRequest?.value ?? [])),
    // A dynamic import names its file by a literal: the quotes belong to the span.
    ...module.dynamicImports.map((found) => source.slice(found.moduleRequest.start + 1, found.moduleRequest.end - 1)),
    ...importedByTypes(program),
  ];
  return [...new Set(names)].filter((name) => name.startsWith('.'));
}

/** What stands as `import('./a').A` in a type. */
function importedByTypes(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { type, source } = node as { type?: unknown; source?: { value?: unknown } };
  const own = type === 'TSImportType' && typeof source?.value === 'string' ? [source.value] : [];
  return [...own, ...Object.values(node).flatMap(importedByTypes)];
}

function resolve(root: string, from: string, name: string): string {
  const path = join(dirname(from), name);
  const found = [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`].find(
    (candidate) => /\.\w+$/.test(candidate) && existsSync(join(root, candidate)),
  );
  if (found === undefined) throw new Error(`${from} imports ${name}, and there is no such file.`);
  return found;
}

/** Groups of nodes that reach each other; a node that reaches only itself is none. */
export function cycles(arrows: readonly Import[]): string[][] {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of arrows) {
    if (from !== to) next.set(from, (next.get(from) ?? new Set()).add(to));
  }
  const reached = new Map([...next.keys()].map((node) => [node, reachable(node, next)]));
  const groups = [...next.keys()].map((node) => [...(reached.get(node) ?? [])].filter((other) => reached.get(other)?.has(node)).sort());
  return [...new Set(groups.filter((group) => group.length > 0).map((group) => group.join('\n')))].map((group) => group.split('\n'));
}

function reachable(start: string, next: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const seen = new Set<string>();
  const open = [start];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const to of next.get(node) ?? []) {
      if (!seen.has(to)) {
        seen.add(to);
        open.push(to);
      }
    }
  }
  return seen;
}
