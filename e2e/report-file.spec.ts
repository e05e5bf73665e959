import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { renderReport } from '@mingjian/report/embed.ts';
import { sampleInspection } from '@mingjian/ui/report/sample.ts';
import type { Browser, Page } from 'playwright-core';
import { axeViolations, launch } from './browser.ts';

let browser: Browser;
let page: Page;
let dir: string;
let address: string;

/** A minute of moving picture and tone, made here. */
const film = (path: string) =>
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-f',
    'lavfi',
    '-i',
    'testsrc2=s=160x120:r=10:d=60',
    '-f',
    'lavfi',
    '-i',
    'sine=f=300:d=60',
    '-c:v',
    'libvpx',
    '-deadline',
    'realtime',
    '-b:v',
    '40k',
    '-c:a',
    'libopus',
    path,
  ]);

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'mj-report-'));
  film(join(dir, 'a.webm'));
  const base64 = readFileSync(join(dir, 'a.webm')).toString('base64');
  const spiced = structuredClone(sampleInspection);
  spiced.conversation.turns.push({
    role: 'customer',
    text: '</script><script>window.broken=1</script>',
    startMs: 58_000,
    endMs: 59_000,
  });
  spiced.opinions = [
    { item: 'sale.downplay_risk', turn: 6, quote: '回去再慢慢看合同', model: '<b>sim</b>', score: 0.5 },
    { item: 'sale.promise_return', turn: 4, quote: '保本保收益', model: 'sim', score: 1 },
  ];
  writeFileSync(join(dir, 'report.html'), renderReport(spiced, { kind: 'embedded', mime: 'video/webm', base64 }));
  address = pathToFileURL(join(dir, 'report.html')).href;
  browser = await launch();
});
beforeEach(async () => {
  await page?.context().close();
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, offline: true, bypassCSP: false });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(address);
  await page.getByRole('heading', { name: '发现' }).waitFor();
});
after(async () => {
  await browser?.close();
  if (dir) rmSync(dir, { recursive: true });
});

const now = () => page.locator('video').evaluate((v: HTMLVideoElement) => v.currentTime);
const soughtTo = (seconds: number) =>
  page.waitForFunction(
    (wanted) => Math.abs((document.querySelector('video')?.currentTime ?? -1) - wanted) < 0.2,
    seconds,
  );

test('the verdict and the worst finding stand first, and nothing asks the network', async () => {
  assert.match((await page.locator('.mj-verdict').innerText()).replace(/\s+/g, ' '), /不通过.*3 项阻断或重大违规/);
  assert.match(await page.locator('.mj-card').first().innerText(), /承诺保本保收益/);
  assert.match(await page.locator('.mj-card').first().innerText(), /第二十四条/);
  const asked = await page.evaluate(() => performance.getEntriesByType('resource').map((e) => e.name));
  assert.deepEqual(
    asked.filter((name) => !name.startsWith('blob:') && !name.startsWith('data:')),
    [],
  );
  assert.equal(await page.evaluate(() => 'broken' in window), false);
});

test('a click on evidence seeks to 2 s before it, a click on a sentence to its beginning', async () => {
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 1);
  await page.locator('[data-finding="sale.promise_return#0"] .mj-seek').first().click();
  await soughtTo(22.3);
  await page.getByText('今天为您介绍的产品').click();
  await soughtTo(10);
  assert.ok((await now()) < 11);
});

test('the keyboard moves between findings, seeks, searches and helps', async () => {
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 1);
  await page.locator('body').press('k');
  await page
    .locator('.mj-card.mj-open[data-finding="say.no_guarantee#0"], .mj-card.mj-open[data-finding="sale.pressure#0"]')
    .waitFor();
  await page.locator('body').press('ArrowRight');
  await page.locator('body').press('/');
  await page.keyboard.type('合同');
  await page.getByText('1 / 1').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('h1').click();
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
});

test('English, large text and a phone: readable, no sideways scrolling', async () => {
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByLabel('Text size').selectOption('large');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('heading', { name: 'Findings' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= 390), true);
  assert.equal(await page.locator('.mj-report').evaluate((e) => getComputedStyle(e).fontSize), '18px');
});

test('grades B and C read as unconfirmed, what is not measured says why', async () => {
  await page.locator('[data-finding="sale.pressure#0"] .mj-card-button').click();
  await page.locator('[data-finding="sale.pressure#0"]').getByText('待法务确认').waitFor();
  await page.locator('[data-finding="sign.not_seen#0"] .mj-card-button').click();
  await page.locator('[data-finding="sign.not_seen#0"]').getByText('本版本未含签字动作识别').waitFor();
});

test('a second opinion stands quietly below the findings, and leads to its moment', async () => {
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 1);
  const box = page.getByRole('region', { name: '复核建议' });
  assert.match(await box.innerText(), /淡化风险[\s\S]*模型不确定[\s\S]*回去再慢慢看合同/);
  assert.equal(await box.getByText('承诺保本保收益').count(), 0, 'the rules found that one');
  assert.match(await page.locator('.mj-verdict').innerText(), /3/, 'no verdict counts it');
  await box.getByRole('button').click();
  await soughtTo(31);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('region', { name: 'Second opinion' }).getByText('the model is unsure').waitFor();
});

test('axe finds nothing', async () => {
  const context = await browser.newContext({ bypassCSP: true });
  const open = await context.newPage();
  await open.goto(address);
  await open.getByRole('heading', { name: '发现' }).waitFor();
  assert.deepEqual(await axeViolations(open), []);
  await context.close();
});
