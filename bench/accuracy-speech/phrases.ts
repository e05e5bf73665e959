import { syllables } from '@mingjian/speech/repair.ts';
import { calls, everyNth, factsBy, isLeft, pcmOf, percent, rowsOf, speech, type Turn } from './material.ts';

/** Phrases that occur in the calls, of four syllables and more. */
const wanted = (
  '录音录像 理财经理 风险等级 不保证本金 代理销售 提前赎回 犹豫期 年化利率 等额本息 提前还款 征信记录 身份证号 验证码 ' +
  '有什么可以帮您 请您稍等 投诉电话 感谢您的来电 逾期 还款日 保险期间 现金价值 免责条款 净值型 封闭期'
).split(' ');
const soundsOf = (text: string): string => ` ${syllables(text.replace(/[^\p{L}\p{N}]/gu, '')).join(' ')} `;
const slackMs = 700;

type Tally = { said: number; found: number; falseAlarms: number; hours: number };
const judge = async (pcmPath: string, turns: readonly Turn[], confirm: boolean): Promise<Omit<Tally, 'hours'>> => {
  const facts = await factsBy((run) => speech.phrases({ pcmPath, phrases: wanted, confirm }, run));
  const holding = (phrase: string) => turns.filter((turn) => soundsOf(turn.text).includes(soundsOf(phrase)));
  const within = (turn: Turn, t: number) => t >= turn.startMs - slackMs && t <= turn.endMs + slackMs;
  const said = wanted.flatMap((phrase) => holding(phrase).map((turn) => ({ phrase, turn })));
  const found = said.filter(({ phrase, turn }) => facts.some((f) => f.text === phrase && within(turn, f.t)));
  const falseAlarms = facts.filter((f) => !holding(f.text ?? '').some((turn) => within(turn, f.t)));
  for (const f of falseAlarms) console.log(`  false: ${f.text} at ${f.t} (${f.score})`);
  for (const one of said) if (!found.includes(one)) console.log(`  missed: ${one.phrase} in ${one.turn.text}`);
  return { said: said.length, found: found.length, falseAlarms: falseAlarms.length };
};

/** Recall and false alarms of phrase spotting on the synthetic calls: edge-CTC alone, and confirmed by the full recogniser. */
export const phrases = async (every: number, condition = 'clean'): Promise<void> => {
  const said = calls();
  const files = everyNth(
    rowsOf('calls/files.tsv').filter((r) => r.channels === '2' && r.degradation === 'none'),
    every,
  );
  for (const confirm of [false, true]) {
    const sum: Tally = { said: 0, found: 0, falseAlarms: 0, hours: 0 };
    for (const row of files) {
      for (const channel of [0, 1] as const) {
        const turns = said.get(row.conversation!)!.turns.filter((turn) => isLeft(turn) === (channel === 0));
        const pcmPath = pcmOf(`calls/${row.file}`, { channel, condition });
        const one = await judge(pcmPath, turns, confirm);
        for (const key of ['said', 'found', 'falseAlarms'] as const) sum[key] += one[key];
        sum.hours += turns.reduce((ms, turn) => ms + turn.endMs - turn.startMs, 0) / 3_600_000;
      }
    }
    const perPhraseHour = sum.falseAlarms / (sum.hours * wanted.length);
    console.log(
      `${condition}, ${confirm ? 'confirmed' : 'edge-CTC alone'}: recall ${sum.found} of ${sum.said} (${percent(sum.found, sum.said)}), ` +
        `${sum.falseAlarms} false alarms in ${sum.hours.toFixed(2)} h of speech × ${wanted.length} phrases: ` +
        `${perPhraseHour.toFixed(2)} per phrase-hour, ${(sum.falseAlarms / sum.hours).toFixed(1)} per hour of speech`,
    );
  }
};
