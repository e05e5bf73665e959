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
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(server.url);
  await page.getByLabel('用户名').fill('admin');
  await page.getByLabel('密码').fill('demo');
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('link', { name: '示例会话 s1' }).waitFor();
  await page.goto(`${server.url}/rules`);
  await page.getByRole('button', { name: /sample-sale/ }).click();
  await page.locator('.cm-content').waitFor();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** Puts the caret at the end of the line that holds a text. */
const caretAfter = async (text: string) => {
  await page.locator('.cm-line', { hasText: text }).click();
  await page.keyboard.press('End');
};
const picture = async (name: string) => {
  const folder = process.env.MJ_E2E_PICTURES;
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};

test('a wrong word is marked with the right one, and one press puts it in', async () => {
  await caretAfter('agent asserts promise');
  await page.keyboard.type('s');
  await page.locator('.cm-lintRange-error').first().waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+KeyM');
  const problems = page.locator('.cm-panel-lint');
  await problems.getByText(/did you mean "promise"/).waitFor();
  await picture('rules-error');
  await problems.getByRole('button', { name: '改为 promise' }).first().click();
  await page.locator('.cm-line', { hasText: /agent asserts promise$/ }).waitFor();
});

test('completion offers the labels of the pack', async () => {
  await caretAfter('forbid: agent asserts promise');
  for (let i = 0; i < 'promise'.length; i++) await page.keyboard.press('Backspace');
  await page.keyboard.press('Control+Space');
  await page.locator('.cm-tooltip-autocomplete').getByText('notice', { exact: true }).waitFor();
});

test('the tests of the pack run here, a pasted conversation is taken apart, and the page is clean for axe', async () => {
  await page.getByRole('button', { name: '运行用例' }).click();
  await page.getByRole('list', { name: '用例结果' }).getByText('通过').nth(1).waitFor();
  await page.locator('textarea').fill('agent: 您好\ncustomer: 保本吗\nagent: 这个保本');
  await page.locator('li[data-truth="true"]').first().waitFor();
  await page.locator('mark', { hasText: '这个保本' }).waitFor();
  await page.getByRole('combobox').selectOption('NOTICE');
  await page.locator('li[data-truth="false"]').first().waitFor();
  await page.getByText('◀').waitFor();
  await picture('rules-page');
  assert.deepEqual(await axeViolations(page), []);
});

test('a draft survives a reload and can be given up; Escape and Tab lead out of the editor', async () => {
  await caretAfter('title: 示例：理财销售');
  await page.keyboard.type('（草稿）');
  await page.reload();
  await page.getByRole('button', { name: /sample-sale/ }).click();
  await page.locator('.cm-line', { hasText: '（草稿）' }).waitFor();
  await page.getByRole('button', { name: /恢复/ }).click();
  await page.locator('.cm-line', { hasText: /理财销售$/ }).waitFor();
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.closest('.cm-content') === null), true);
});
