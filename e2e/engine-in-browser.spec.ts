import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type CompiledPack, type ConversationFindings, compilePack, evaluateConversation } from '@mingjian/rules';
import type { Conversation } from '@mingjian/timeline';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { launch } from './browser.ts';

/** The rule engine is one package for Node and the browser: what it says in Chromium is what it says here, to the byte. */
let browser: Browser;
let page: Page;
let dir: string;

const packs = new URL('../rulebooks/packs/', import.meta.url);
/** A pack with whatever it extends, the deepest first, itself last. */
const withBases = (name: string, seen = new Map<string, string>()): Map<string, string> => {
  const source = readFileSync(new URL(`${name}.yaml`, packs), 'utf8');
  const [, list = ''] = /^extends: \[([^\]]*)\]/m.exec(source) ?? [];
  for (const base of list.split(',').map((word) => word.trim()))
    if (base !== '' && !seen.has(base)) withBases(base, seen);
  return seen.set(name, source);
};
const sources = [...withBases('collect')].map(([name, source]) => ({ name, source }));
const conversation: Conversation = {
  id: 'browser',
  product: 'collect',
  fields: { callee: 'third', callsToday: 5, callStartLocal: '2026-03-01T22:30:00+08:00' },
  turns: [
    { role: 'agent', text: '我是某某公司的，他欠我们四万八，你先替他垫上', startMs: 0, endMs: 5000 },
    { role: 'third', text: '凭什么', startMs: 5200, endMs: 6000 },
    { role: 'agent', text: '不还就让你们全村都知道，明天带几个人去你家坐坐', startMs: 6300, endMs: 11_000 },
  ],
};

const here = (): ConversationFindings => {
  const compiled = new Map<string, CompiledPack>();
  for (const { name, source } of sources) {
    const result = compilePack(source, { file: `${name}.yaml`, resolve: (base) => compiled.get(base) });
    assert.ok(result.ok, name);
    compiled.set(name, result.pack);
  }
  return evaluateConversation(conversation, [compiled.get('collect') as CompiledPack]);
};

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'mj-engine-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: dir,
      emptyOutDir: true,
      lib: {
        entry: fileURLToPath(new URL('./engine/entry.ts', import.meta.url)),
        formats: ['iife'],
        name: 'engine',
        fileName: () => 'engine.js',
      },
    },
  });
  browser = await launch();
  page = await (await browser.newContext({ offline: true })).newPage();
  await page.addScriptTag({ content: readFileSync(join(dir, 'engine.js'), 'utf8') });
});
after(async () => {
  await browser?.close();
  rmSync(dir, { recursive: true, force: true });
});

test('compile, lint, test and judge: the same findings in Chromium and in Node', async () => {
  const there = await page.evaluate(
    ([texts, talk]) => {
      // biome-ignore lint/suspicious/noExplicitAny: the page's globals have no types here
      const { compilePack: compile, evaluateConversation: judge, testPack, lintPack } = (globalThis as any).mingjian;
      const compiled = new Map();
      for (const { name, source } of texts)
        compiled.set(
          name,
          compile(source, { file: `${name}.yaml`, resolve: (base: string) => compiled.get(base) }).pack,
        );
      const pack = compiled.get('collect');
      // biome-ignore lint/suspicious/noExplicitAny: as above
      const failed = testPack(pack).filter((outcome: any) => !outcome.ok).length;
      // biome-ignore lint/suspicious/noExplicitAny: as above
      const errors = lintPack(pack).filter((w: any) => w.level === 'error').length;
      return { findings: judge(JSON.parse(talk as string), [pack]), failed, errors };
    },
    [sources, JSON.stringify(conversation)] as const,
  );
  assert.equal(there.failed, 0);
  assert.equal(there.errors, 0);
  assert.deepEqual(there.findings, JSON.parse(JSON.stringify(here())));
  assert.ok(there.findings.findings.some((f: { verdict: string }) => f.verdict === 'violated'));
});

test('the language service answers there too: an error with the right word, a completion, a hover, an explanation', async () => {
  const told = await page.evaluate(() => {
    // biome-ignore lint/suspicious/noExplicitAny: the page's globals have no types here
    const m = (globalThis as any).mingjian;
    const bad = 'pack: a@1.0.0\nlabels:\n  x: {any: [保本]}\nrules:\n  - id: R\n    forbid: agent sayss x\n';
    const good = bad.replace('sayss', 'says');
    const pack = m.compilePack(good, { file: 'a.yaml' }).pack;
    const talk = { id: 't', turns: [{ role: 'agent', text: '保本' }] };
    return {
      errors: m.diagnose(bad, { file: 'a.yaml' }),
      // biome-ignore lint/suspicious/noExplicitAny: as above
      offered: m.complete(good, { line: 6, column: 25 }).map((c: any) => c.label),
      hover: m.hover(good, { line: 6, column: 20 }),
      root: m.explainTree(pack, 'R', talk).root.truth,
    };
  });
  assert.equal(told.errors[0].suggestion, 'says');
  assert.ok(told.offered.includes('x'), told.offered.join(' '));
  assert.ok(told.hover !== undefined);
  assert.equal(told.root, 'true');
});
