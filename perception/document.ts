import {
  type Capability,
  type FileDescription,
  type InspectionDocument,
  markersOf,
  type SecondOpinion,
} from '@mingjian/inspection';
import type { CompiledPack, ConversationFindings } from '@mingjian/rules';
import type { Conversation, Fact } from '@mingjian/timeline';
import software from './package.json' with { type: 'json' };

export type DocumentParts = {
  file: FileDescription;
  conversation: Conversation;
  judged: ConversationFindings;
  packs: CompiledPack[];
  capabilities: Capability[];
  opinions?: SecondOpinion[];
  facts: readonly Fact[];
  timingsMs: Record<string, number>;
  peakRssBytes: number;
  inspectedAt: Date;
};

const weight = { blocking: 0, major: 1, minor: 2, info: 3 } as const;
const order = { violated: 0, undecidable: 1, satisfied: 2, not_applicable: 3 } as const;

/** Puts the parts together as `mingjian.inspection/1`; findings worst first, then by time. */
export const inspectionDocument = (parts: DocumentParts): InspectionDocument => {
  const { facts: _factsOfConversation, ...words } = parts.conversation;
  const findings = [...parts.judged.findings].sort(
    (a, b) =>
      order[a.verdict] - order[b.verdict] ||
      weight[a.severity] - weight[b.severity] ||
      (a.spans[0]?.startMs ?? 0) - (b.spans[0]?.startMs ?? 0),
  );
  return {
    format: 'mingjian.inspection/1',
    file: parts.file,
    verdict: parts.judged.verdict,
    ...(parts.conversation.product === undefined ? {} : { product: parts.conversation.product }),
    packs: parts.packs.map((pack) => ({ pack: pack.pack, hash: pack.hash, title: pack.title })),
    conversation: words,
    findings,
    facts: parts.facts.filter((fact) => fact.name !== 'speech.text'),
    capabilities: parts.capabilities,
    markers: markersOf({ turns: words.turns, facts: parts.facts, findings }),
    ...(parts.opinions === undefined ? {} : { opinions: parts.opinions }),
    timingsMs: parts.timingsMs,
    peakRssBytes: parts.peakRssBytes,
    inspectedAt: parts.inspectedAt.toISOString(),
    software: `mingjian ${software.version}`,
  };
};
