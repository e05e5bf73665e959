import type { FindingVerdict, Verdict } from '@mingjian/inspection';

const paths: Record<string, string> = {
  pass: 'M4.5 10.5l3.6 3.6 7.4-8',
  fail: 'M5.5 5.5l9 9m0-9l-9 9',
  undecidable: 'M7.2 7.4a2.9 2.9 0 115 2.1c-1 .9-2.2 1.4-2.2 2.9m0 2.6v.2',
  not_applicable: 'M5.5 10h9',
  raised: 'M5.8 17V3.6m0 .6h8.4l-1.9 3.2 1.9 3.2H5.8',
  play: 'M6.5 4.2l9 5.8-9 5.8z',
  pause: 'M7 4.5v11m6-11v11',
  back: 'M9.5 5L4.5 10l5 5m6-10l-5 5 5 5',
  forward: 'M10.5 5l5 5-5 5m-6-10l5 5-5 5',
  frameBack: 'M13 5l-6 5 6 5zM5.5 5v10',
  frameForward: 'M7 5l6 5-6 5zM14.5 5v10',
  sound: 'M4 8h2.600l3.9-3.200v10.400L6.6 12H4zm9.2-.8a4 4 0 010 5.600m2-7.600a6.8 6.8 0 010 9.6',
  mute: 'M4 8h2.600l3.9-3.200v10.400L6.6 12H4zm9 .2l3.6 3.600m0-3.600L13 11.8',
  search: 'M9 4.500a4.5 4.5 0 100 9 4.5 4.5 0 000-9zm3.3 7.800l3.7 3.7',
  up: 'M5.5 12.500l4.5-5 4.5 5',
  down: 'M5.5 7.500l4.5 5 4.5-5',
  in: 'M10 5v10M5 10h10',
  out: 'M5 10h10',
  close: 'M5.5 5.500l9 9m0-9l-9 9',
};
export type IconName = keyof typeof paths;

/** A line drawing in the colour of the text around it; the word beside it carries the meaning. */
export const Icon = ({ name, solid }: { name: IconName; solid?: boolean }) => (
  <svg className="mj-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    <path d={paths[name]} fill={solid ? 'currentColor' : 'none'} />
  </svg>
);

const ofVerdict: Record<FindingVerdict | Verdict | 'raised', IconName> = {
  pass: 'pass',
  fail: 'fail',
  undecidable: 'undecidable',
  violated: 'fail',
  satisfied: 'pass',
  not_applicable: 'not_applicable',
  raised: 'raised',
};

/** The sign of a verdict in its own shape, so that colour is never alone. */
export const VerdictSign = ({ verdict }: { verdict: FindingVerdict | Verdict | 'raised' }) => (
  <span className={`mj-sign mj-tone-${verdict}`} aria-hidden="true">
    <Icon name={ofVerdict[verdict]} />
  </span>
);
