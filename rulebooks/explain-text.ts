import type { Explained, ExplainNode, Sighting } from '@mingjian/rules/language/index.ts';

const signs = { true: '✓', false: '✗', unknown: '?' } as const;

const placeOf = (sighting: Sighting): string => {
  const turn = sighting.turns?.[0];
  const where = turn === undefined ? `${Math.round(sighting.startMs / 100) / 10} s` : `#${turn}`;
  return sighting.text === undefined ? where : `${where}「${sighting.text}」`;
};

const linesOf = (node: ExplainNode, how: { depth: number; failed: string | undefined }): string[] => {
  const places = node.at.slice(0, 3).map(placeOf).join(' ');
  const why = [node.reason, node.nearest === undefined ? undefined : nearestOf(node.nearest)].filter(
    (word) => word !== undefined,
  );
  const mark = node.id === how.failed ? '  ← 就差这一条 this one failed' : '';
  const own = `${'  '.repeat(how.depth)}${signs[node.truth]} ${node.title.zh}  ${node.text}  ${places}`.trimEnd();
  const reasons = why.map((word) => `${'  '.repeat(how.depth + 1)}… ${word}`);
  return [
    own + mark,
    ...reasons,
    ...node.children.flatMap((child) => linesOf(child, { ...how, depth: how.depth + 1 })),
  ];
};
const nearestOf = ({ why }: NonNullable<ExplainNode['nearest']>): string => why.zh;

/** The tree of a rule on one conversation as text: a sign per node, where it was true, what came nearest, which node failed. */
export const treeLines = (explained: Explained): string[] =>
  linesOf(explained.root, { depth: 0, failed: explained.failed });
