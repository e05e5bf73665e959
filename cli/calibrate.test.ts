import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readTruth } from '@mingjian/rulebooks/accuracy/truth.ts';
import { zipSync } from 'fflate';
import { calibrateCommand } from './calibrate.ts';

const dir = mkdtempSync(join(tmpdir(), 'mingjian-calibrate-'));
test.after(() => rmSync(dir, { recursive: true }));
const path = (name: string): string => join(dir, name);
const lines = (name: string, rows: readonly object[]): string => {
  writeFileSync(path(name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return path(name);
};
writeFileSync(
  path('pack.yaml'),
  `pack: t@1.0.0
labels: {promise: {any: [保本]}}
rules: [{id: R, item: sale.promise_return, forbid: agent asserts promise}]
tests: []
`,
);
const conversation = (id: string, text: string): object => ({
  id,
  scope: 'extract',
  product: 'bank',
  turns: [{ role: 'agent', text }],
});
const input = lines('in.jsonl', [
  conversation('a', '这个保本'),
  conversation('b', '您放一百个心'),
  conversation('c', '本来就保本'),
  conversation('d', '您好'),
]);
const label = (id: string, verdict: string): object => ({ id, item: 'sale.promise_return', verdict });

test('shares with intervals, and every error with its words', async () => {
  const truth = lines('truth.jsonl', [
    label('a', 'violated'),
    { id: 'b', items: [{ item: 'sale.promise_return', verdict: '违规', turns: [0] }] },
    label('c', '合规'),
    label('d', 'satisfied'),
  ]);
  const out = path('out.json');
  const pack = path('pack.yaml');
  assert.equal(await calibrateCommand(['--in', input, '--truth', truth, '--pack', pack, '--json', out]), 0);
  const told = JSON.parse(readFileSync(out, 'utf8'));
  const [row] = told.items;
  assert.deepEqual([row.violated, row.found, row.missed, row.wrong], [2, 1, 1, 1]);
  assert.equal(row.precision.share, 0.5);
  assert.ok(row.precision.low > 0.05 && row.precision.high < 0.95);
  assert.deepEqual(
    told.errors.map((e: { id: string; kind: string; texts: string[] }) => [e.id, e.kind, e.texts[0]]),
    [
      ['b', 'missed', '您放一百个心'],
      ['c', 'false alarm', '本来就保本'],
    ],
  );
});
test('a label of a conversation that is not there is named with its line', async () => {
  const truth = lines('stray.jsonl', [label('z', 'violated')]);
  await assert.rejects(calibrateCommand(['--in', input, '--truth', truth]), /stray\.jsonl:1: 会话 z/);
});
test('an unknown verdict and a missing id are named with their line', async () => {
  await assert.rejects(
    readTruth(lines('odd.jsonl', [label('a', 'violated'), label('a', 'maybe')])),
    /odd\.jsonl:2.*maybe/,
  );
  await assert.rejects(readTruth(lines('noid.jsonl', [{ item: 'x', verdict: 'violated' }])), /noid\.jsonl:1/);
});

/** The least that is an .xlsx: one sheet of inline strings. */
const sheet = (name: string, rows: readonly (readonly string[])[]): string => {
  const cell = (text: string, row: number, column: number): string =>
    `<c r="${'ABCDEF'[column]}${row + 1}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const body = rows
    .map((row, i) => `<row r="${i + 1}">${row.map((text, j) => cell(text, i, j)).join('')}</row>`)
    .join('');
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const packaged = 'http://schemas.openxmlformats.org/package/2006';
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${packaged}/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packaged}/relationships"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${body}</sheetData></worksheet>`,
  };
  const bytes = Object.fromEntries(Object.entries(parts).map(([file, text]) => [file, new TextEncoder().encode(text)]));
  writeFileSync(path(name), zipSync(bytes));
  return path(name);
};
test('a sheet: columns in any order, Chinese verdicts, the bad row named', async () => {
  const good = sheet('good.xlsx', [
    ['质检项', '备注', '会话', '结论'],
    ['sale.promise_return', '口头', 'a', '违规'],
    ['sale.promise_return', '', 'd', '合规'],
  ]);
  assert.deepEqual(
    (await readTruth(good)).map(({ id, kind }) => `${id} ${kind}`),
    ['a violated', 'd satisfied'],
  );
  const bad = sheet('bad.xlsx', [
    ['会话', '质检项', '结论'],
    ['a', 'sale.promise_return', '也许'],
  ]);
  await assert.rejects(readTruth(bad), /bad\.xlsx 第 2 行/);
  await assert.rejects(
    readTruth(
      sheet('head.xlsx', [
        ['会话', '结论'],
        ['a', '违规'],
      ]),
    ),
    /质检项/,
  );
  writeFileSync(path('broken.xlsx'), 'not a zip');
  await assert.rejects(readTruth(path('broken.xlsx')), /broken\.xlsx: 读不出表格/);
});
