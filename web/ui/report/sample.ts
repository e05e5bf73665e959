import type { Finding, InspectionDocument } from '@mingjian/inspection';
import type { Fact } from '@mingjian/timeline';

const pack = 'sample-sale@1.0.0';
const packHash = '5f0c'.repeat(16);

const turns = [
  ['agent', 1_000, 7_200, '您好，我是示例银行理财经理李明，本次销售过程将全程录音录像，您同意吗？'],
  ['customer', 7_900, 9_100, '同意。'],
  ['agent', 10_000, 18_400, '今天为您介绍的产品是安心一号理财，风险等级R3，期限一百八十天。'],
  ['customer', 19_000, 22_600, '这个会不会亏本啊？我这是养老的钱。'],
  ['agent', 23_000, 29_800, '您放心，这个产品保本保收益，从来没有人亏过。'],
  ['customer', 30_500, 31_900, '哦，那就好。'],
  ['agent', 33_000, 40_100, '今天是最后一天了，先把字签了，回去再慢慢看合同。'],
  ['customer', 45_300, 48_800, '嗯……应该可以吧。'],
  ['agent', 49_500, 55_000, '好的，手续办好了，感谢您的信任。'],
] as const;

const violated = (finding: Partial<Finding> & Pick<Finding, 'item' | 'severity' | 'spans' | 'message'>): Finding => ({
  id: `${finding.item}#0`,
  rule: finding.item.replace('.', '-'),
  pack,
  packHash,
  verdict: 'violated',
  ...finding,
});

const findings: Finding[] = [
  violated({
    item: 'sale.promise_return',
    severity: 'blocking',
    spans: [{ startMs: 24_300, endMs: 27_000, turns: [4], text: '这个产品保本保收益', chars: [4, 13], role: 'agent' }],
    score: 0.96,
    message: '坐席承诺保本保收益',
    messageEn: 'The agent promised principal and return',
    source: {
      regulation: '示例理财销售管理办法',
      article: '第二十四条',
      effectiveFrom: '2021-06-27',
      grade: 'A',
      sourceUrl: 'https://example.org/regulation',
    },
  }),
  violated({
    item: 'sale.pressure',
    severity: 'major',
    spans: [
      {
        startMs: 33_000,
        endMs: 40_100,
        turns: [6],
        text: '今天是最后一天了，先把字签了',
        chars: [0, 14],
        role: 'agent',
      },
    ],
    score: 0.81,
    message: '以最后期限催促签字',
    messageEn: 'A last day is used to press for the signature',
    source: { regulation: '示例消费者权益保护办法', article: '第十九条', effectiveFrom: '2023-03-01', grade: 'B' },
  }),
  violated({
    item: 'say.no_guarantee',
    severity: 'major',
    spans: [],
    message: '没有提示不保证本金和收益',
    messageEn: 'That principal and return are not guaranteed was not said',
    missing: {
      expected: '不保证本金和收益，您可能损失本金',
      window: [0, 60_000],
      nearest: { text: '您放心，这个产品保本保收益', turn: 4, score: 0.41 },
    },
    source: { regulation: '示例双录操作规范', grade: 'C', note: '机构默认要求' },
  }),
  violated({
    item: 'video_frozen',
    severity: 'minor',
    spans: [{ startMs: 41_000, endMs: 45_200 }],
    message: '画面冻结 4.2 秒',
    messageEn: 'The picture stands still for 4.2 s',
    measures: { frozenMs: 4_200, fps: 25 },
  }),
  violated({
    item: 'complaint.dissatisfied',
    kind: 'signal',
    severity: 'info',
    spans: [{ startMs: 19_000, endMs: 22_600, turns: [3], text: '这个会不会亏本啊', chars: [0, 8], role: 'customer' }],
    message: '客户担心亏损',
    messageEn: 'The customer fears a loss',
  }),
  {
    ...violated({ item: 'sign.not_seen', severity: 'major', spans: [], message: '签字动作' }),
    verdict: 'undecidable',
    reason: '本版本未含签字动作识别',
  },
  {
    ...violated({
      item: 'say.recording_notice',
      severity: 'major',
      spans: [{ startMs: 1_000, endMs: 7_200, turns: [0], text: '本次销售过程将全程录音录像', role: 'agent' }],
      message: '已告知录音录像',
    }),
    verdict: 'satisfied',
  },
  {
    ...violated({ item: 'say.elder_notice', severity: 'minor', spans: [], message: '客户年龄未达标准' }),
    verdict: 'not_applicable',
  },
];

const fact = (seq: number, name: string, rest: Partial<Fact>): Fact => ({
  id: `f${seq}`,
  seq,
  t: 0,
  kind: 'state',
  name,
  source: 'server',
  detector: 'sample',
  ...rest,
});

/** A made-up sale with made-up people and rules: for tests and pictures. Nothing in it is a real regulation. */
export const sampleInspection: InspectionDocument = {
  format: 'mingjian.inspection/1',
  file: {
    name: '理财销售-示例-0417.webm',
    bytes: 4_812_345,
    sha256: '9c1e'.repeat(16),
    container: 'webm',
    durationMs: 60_000,
    tracks: [
      { kind: 'video', codec: 'vp8', width: 640, height: 480, fps: 25 },
      { kind: 'audio', codec: 'opus', sampleRateHz: 48_000, channels: 2 },
    ],
  },
  verdict: 'fail',
  product: 'bank',
  packs: [{ pack, hash: packHash, title: '示例：理财销售' }],
  conversation: {
    id: 'sample',
    product: 'bank',
    turns: turns.map(([role, startMs, endMs, text]) => ({ role, startMs, endMs, text })),
  },
  findings,
  facts: [
    fact(0, 'face.count', { t: 0, end: 41_000, value: 2 }),
    fact(1, 'face.count', { t: 41_000, end: 45_200, value: 1 }),
    fact(2, 'face.out', { t: 45_200, end: 47_000 }),
    fact(3, 'face.count', { t: 47_000, end: 60_000, value: 2 }),
    fact(4, 'video.frozen', { t: 41_000, end: 45_200 }),
    fact(5, 'speech.rejected', { kind: 'event', t: 56_000, end: 58_000, reason: 'not speech' }),
  ],
  capabilities: [
    { name: 'speech.transcribe', available: true, model: 'whisper-base' },
    { name: 'speech.roles', available: true, model: null },
    { name: 'face.detect', available: true, model: 'human' },
    { name: 'video.quality', available: true, model: null },
    { name: 'audio.quality', available: true, model: null },
    { name: 'action.sign', available: false, model: null, reason: '本版本未含签字动作识别' },
    { name: 'document.read', available: false, model: null, reason: '本版本未含证件与单据识别' },
  ],
  timingsMs: { total: 21_400 },
  peakRssBytes: 9e8,
  inspectedAt: '2026-11-25T02:12:00Z',
  software: 'mingjian 0.1.0',
};
