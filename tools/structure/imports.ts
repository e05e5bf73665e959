/** Which room may import which: the table of ARCHITECTURE.md, as data. */
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { filesBelow, root } from '../tree.ts';

const ENGINES = ['engines/*'];
const BELOW_PERCEPTION = [...ENGINES, 'models', 'media', 'detectors/*'];

/** Room → rooms it may import besides itself. Tests may also use `testkit`. A room that is not listed is refused. */
export const allowed: Record<string, readonly string[]> = {
  'engines/timeline': [],
  'engines/signal': [],
  'engines/matching': [],
  'engines/rules': ['engines/timeline', 'engines/matching'],
  'engines/scripts': ['engines/timeline', 'engines/rules'],
  'engines/inspection': ['engines/timeline', 'engines/rules'],
  models: [],
  media: ['engines/inspection'],
  'detectors/core': ['engines/timeline'],
  'detectors/*': [...ENGINES, 'models', 'media', 'detectors/core'],
  voices: [...ENGINES, 'models', 'detectors/core'],
  meaning: [...ENGINES, 'models', 'detectors/core'],
  opinion: [...ENGINES, 'detectors/core'],
  corpus: ['engines/timeline'],
  rulebooks: [...ENGINES, 'detectors/core', 'meaning', 'corpus'],
  perception: [...BELOW_PERCEPTION, 'meaning', 'opinion', 'rulebooks'],
  'server/platform': ['models', 'media', 'engines/*'],
  'server/modules': [...BELOW_PERCEPTION, 'voices', 'rulebooks', 'perception', 'server/platform', 'server/modules'],
  server: [
    ...BELOW_PERCEPTION,
    'voices',
    'rulebooks',
    'perception',
    'web/report',
    'server/platform',
    'server/modules',
    'server/demo',
  ],
  'server/demo': [...ENGINES, 'models', 'media', 'voices', 'rulebooks', 'testkit', 'server/platform', 'server/modules'],
  'web/ui': ENGINES,
  'web/report': [...ENGINES, 'web/ui'],
  'web/console': [...ENGINES, 'web/ui', 'web/report'],
  cli: [...BELOW_PERCEPTION, 'perception', 'rulebooks', 'web/report'],
  testkit: ['engines/*', 'media', 'models', 'voices', 'detectors/face'],
  e2e: [...ENGINES, 'testkit', 'tools', 'server', 'server/platform', 'voices', 'models', 'web/ui', 'web/report'],
  bench: ['*'],
  tools: ['models', 'media', 'opinion', 'server/platform'],
};

export type Import = { file: string; target: string };

/** The room of a file: the folder that ARCHITECTURE.md names. */
export function roomOf(file: string): string {
  const [first = '', second = '', third = ''] = file.split('/');
  if (['engines', 'detectors', 'web'].includes(first)) return `${first}/${second}`;
  if (first === 'server')
    return second === 'src' && /^(platform|modules|demo)$/.test(third) ? `server/${third}` : 'server';
  return first;
}

/** Our own imports of a source text, as paths from the root; packages and Node's modules are left out. */
export function importsOf(file: string, text: string, folders: Map<string, string>): Import[] {
  return specifiersOf(text).flatMap((specifier) => {
    if (specifier.startsWith('.')) return [{ file, target: posix.join(posix.dirname(file), specifier) }];
    const folder = folders.get(specifier.split('/').slice(0, 2).join('/'));
    return folder === undefined ? [] : [{ file, target: posix.join(folder, specifier.split('/').slice(2).join('/')) }];
  });
}

/** What stands behind `from` and in `import(…)`. */
export function specifiersOf(text: string): string[] {
  const code = text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  const pattern =
    /(?:^|[\s;}])(?:import|export)\s[^'";]*?from\s*'([^']+)'|import\(\s*'([^']+)'|^\s*import\s+'([^']+)'/gm;
  return [...code.matchAll(pattern)].map((match) => (match[1] ?? match[2] ?? match[3])!);
}

/** Why this import is not allowed, or null. */
export function objection({ file, target }: Import): string | null {
  // A package.json holds the version.
  if (/(^|\/)package\.json$/.test(target)) return null;
  const [from, to] = [roomOf(file), roomOf(target)];
  const isTest = /\.(test|spec|fixture)\.tsx?$/.test(file);
  const rules = allowed[from] ?? allowed[from.replace(/\/.*/, '/*')];
  if (rules === undefined) return `${file}: the room ${from} is not in ARCHITECTURE.md and tools/structure/imports.ts`;
  const foreignModule = moduleOf(target) !== null && moduleOf(target) !== moduleOf(file);
  if (foreignModule && from === 'server/modules' && !/\/index\.ts$/.test(target)) {
    return `${file} imports ${target}: a module sees another one only through its index.ts`;
  }
  if (from === to || (isTest && to === 'testkit')) return null;
  const fits = rules.some(
    (rule) => rule === '*' || rule === to || (rule.endsWith('/*') && to.startsWith(rule.slice(0, -1))),
  );
  return fits ? null : `${file} imports ${target}: ${from} may not import ${to}`;
}

const moduleOf = (file: string) => file.match(/^server\/src\/modules\/([^/]+)\//)?.[1] ?? null;

/** Package name → folder of every workspace. */
export function workspaceFolders(): Map<string, string> {
  const manifests = filesBelow().filter((file) => file.endsWith('/package.json') && existsSync(`${root}/${file}`));
  return new Map(
    manifests.map((file) => [JSON.parse(readFileSync(`${root}/${file}`, 'utf8')).name, posix.dirname(file)]),
  );
}
