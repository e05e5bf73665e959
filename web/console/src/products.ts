/** Product lines, as in the conversation format. */
export const products = ['bank', 'ins', 'sec', 'trust', 'loan', 'vbank', 'collect', 'service'] as const;

export type FieldKind = { name: string; kind: 'number' | 'choice'; choices?: string[] };
/** Business data most rules ask for; their fixed meaning stands in docs/reference/formats.md. */
export const commonFields: FieldKind[] = [
  { name: 'customerAge', kind: 'number' },
  { name: 'customerLevel', kind: 'choice', choices: ['C1', 'C2', 'C3', 'C4', 'C5'] },
  { name: 'productLevel', kind: 'choice', choices: ['R1', 'R2', 'R3', 'R4', 'R5'] },
  { name: 'amount', kind: 'number' },
  { name: 'termDays', kind: 'number' },
  { name: 'channel', kind: 'choice', choices: ['counter', 'remote', 'video', 'phone', 'hotline', 'branch'] },
];

/** The fields that were filled in, numbers as numbers; what is empty is left out, so that rules call it unknown. */
export const filledFields = (form: FormData): Record<string, string | number> => {
  const filled: Record<string, string | number> = {};
  for (const { name, kind } of commonFields) {
    const text = String(form.get(name) ?? '').trim();
    if (text !== '') filled[name] = kind === 'number' ? Number(text) : text;
  }
  return filled;
};
