import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { readConfig } from '@mingjian/server/src/platform/config/index.ts';
import { type Running, startServer } from '@mingjian/server/src/start.ts';
import type { Browser, Page } from 'playwright-core';
import { axeViolations, launch } from './browser.ts';

/** The product itself: its server, its database, its console, a real browser; the first start of a newcomer. */
let browser: Browser;
let server: Running;
let page: Page;
let dir = '';

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'mj-e2e-'));
  const config = readConfig({ MJ_PORT: '0', MJ_DATA: join(dir, 'data'), MJ_OFFLINE: '1' }, []);
  [browser, server] = await Promise.all([launch(), startServer(config, () => {})]);
});
beforeEach(async () => {
  await page?.context().close();
  page = await (await browser.newContext({ viewport: { width: 1280, height: 860 } })).newPage();
  page.setDefaultTimeout(30_000);
});
after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const signIn = async (username: string) => {
  const logins = readFileSync(join(server.dataDir, 'demo-logins.txt'), 'utf8');
  const password = new RegExp(`^${username}\\s+(\\S+)`, 'm').exec(logins)?.[1] ?? '';
  await page.goto(server.address);
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('heading', { level: 1, name: '会话列表' }).waitFor();
};

test('the first start is not empty: a text sample opens as a report, a mark of a reviewer stays', async () => {
  await signIn('reviewer');
  await page.getByRole('link', { name: '文字样例：催收' }).click();
  await page.getByText('不通过').first().waitFor();
  const card = page.locator('[data-finding]').first();
  await card.getByLabel('意见（可不填）').fill('与客户核实过');
  await card.getByRole('button', { name: '误判' }).click();
  await card.getByText('已保存').waitFor();
  await page.reload();
  const again = page.locator('[data-finding]').first();
  await again.getByRole('button', { name: '误判', pressed: true }).waitFor();
  assert.deepEqual(await axeViolations(page), []);
});

test('an agent uploads a recording; it is inspected and its report opens', async () => {
  const file = join(dir, 'short.webm');
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=640x480:rate=25:duration=4'];
  const sound = ['-f', 'lavfi', '-i', 'sine=frequency=300:duration=4'];
  const coders = ['-c:v', 'libvpx', '-deadline', 'realtime', '-b:v', '600k', '-c:a', 'libopus'];
  execFileSync('ffmpeg', ['-v', 'error', ...picture, ...sound, ...coders, file]);
  await signIn('agent');
  await page.getByRole('link', { name: '上传' }).click();
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: '开始上传' }).click();
  await page.getByRole('link', { name: '打开报告' }).click({ timeout: 90_000 });
  await page.getByRole('heading', { name: '发现' }).waitFor({ timeout: 90_000 });
  await page.getByText('人脸离开画面').first().waitFor();
});

for (const [path, heading] of [
  ['/rulebooks', '生效的规则包'],
  ['/people', '人员与机构'],
  ['/audit', '审计链'],
  ['/jobs', '任务队列'],
] as const) {
  test(`${path} shows what the server has and is clean for axe`, async () => {
    await signIn('admin');
    await page.goto(server.address + path);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await page.locator('.ant-spin').waitFor({ state: 'detached' });
    assert.equal(await page.getByText('没有加载成功').count(), 0);
    assert.deepEqual(await axeViolations(page), []);
  });
}
