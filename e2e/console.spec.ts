import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { axeViolations, launch } from './browser.ts';
import { type StandIn, startStandIn } from './stand-in.ts';

let browser: Browser;
let server: StandIn;
let page: Page;

before(async () => {
  [browser, server] = await Promise.all([launch(), startStandIn()]);
});
beforeEach(async () => {
  await page?.context().close();
  page = await (await browser.newContext({ viewport: { width: 1280, height: 860 } })).newPage();
  page.setDefaultTimeout(15_000);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const signIn = async (username: string, password = 'demo') => {
  await page.goto(server.url);
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录' }).click();
};

test('a wrong password is refused in words, the right one opens the sessions', async () => {
  await signIn('admin', 'wrong');
  await page.getByRole('alert').getByText('用户名或密码不对').waitFor();
  assert.deepEqual(await axeViolations(page), []);
  await page.getByLabel('密码').fill('demo');
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('link', { name: '示例会话 s1' }).waitFor();
});

for (const [path, heading] of [
  ['/sessions', '会话列表'],
  ['/upload', '上传录音录像'],
  ['/rulebooks', '生效的规则包'],
  ['/people', '人员与机构'],
  ['/audit', '审计链'],
  ['/jobs', '任务队列'],
  ['/settings', '设置'],
  ['/nowhere', '没有这个页面'],
] as const) {
  test(`${path} shows itself and is clean for axe`, async () => {
    await signIn('admin');
    await page.getByRole('navigation').waitFor();
    await page.goto(server.url + path);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await page.locator('.ant-spin').waitFor({ state: 'detached' });
    assert.deepEqual(await axeViolations(page), []);
  });
}

test('a role sees its pages only, and another page says so', async () => {
  await signIn('agent');
  const links = page.getByRole('navigation').getByRole('link');
  await links.first().waitFor();
  assert.deepEqual(await links.allTextContents(), ['会话', '上传', '设置']);
  await page.goto(`${server.url}/audit`);
  await page.getByRole('heading', { name: '您的角色没有查看此页的权限' }).waitFor();
});

test('a reviewer marks a finding as a false alarm with a comment', async () => {
  await signIn('admin');
  await page.getByRole('link', { name: '示例会话 s1' }).click();
  const card = page.locator('[data-finding="sale.promise_return#0"]');
  await card.getByLabel('意见（可不填）').fill('客户复述，非承诺');
  await card.getByRole('button', { name: '误判' }).click();
  await card.getByText('已保存').waitFor();
  assert.equal(server.reviews.at(-1)?.decision, 'false_alarm');
  assert.equal(server.reviews.at(-1)?.comment, '客户复述，非承诺');
  assert.equal(await card.getByRole('button', { name: '误判' }).getAttribute('aria-pressed'), 'true');
  assert.deepEqual(await axeViolations(page), []);
});

test('language and text size change every page and stay', async () => {
  await signIn('admin');
  await page.getByRole('link', { name: '设置' }).click();
  await page.getByLabel('English').check();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await page.getByLabel('Large').check();
  await page.reload();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), '18px');
  await page.goto(`${server.url}/sessions/s1`);
  await page.getByRole('heading', { name: 'Findings' }).waitFor();
});

test('a session that ended asks to sign in again', async () => {
  await signIn('admin');
  await page.getByRole('link', { name: '示例会话 s1' }).waitFor();
  server.endSessions();
  await page.getByRole('link', { name: '任务' }).click();
  await page.getByText('登录已过期').waitFor();
});
