import type { Finding } from './engine.ts';
import type { Meaning } from './words.ts';

export type NodeTruth = 'true' | 'false' | 'unknown';
/** Where a node was true, or where it was nearly: times, turns and UTF-16 offsets within the first turn. */
export type Sighting = Finding['spans'][number];

/** One node of a rule on one conversation. */
export type ExplainNode = {
  /** Path in the tree, stable for one rule: `rule/target/who`. */
  id: string;
  kind: 'rule' | 'if' | 'anchor' | 'target' | 'unless' | 'relation' | 'clause' | 'step' | 'words' | 'condition';
  title: Meaning;
  /** The node in the words of the rule language. */
  text: string;
  truth: NodeTruth;
  at: Sighting[];
  /** Why nobody knows. */
  reason?: string;
  /** For a false node: what came nearest, and what it lacked. */
  nearest?: { why: Meaning; at?: Sighting; score?: number };
  children: ExplainNode[];
};

export type Explained = {
  rule: string;
  findings: Finding[];
  root: ExplainNode;
  /** The deepest node on which the outcome turned: "which condition failed?" */
  failed?: string;
};

const walk = (node: ExplainNode): ExplainNode[] => [node, ...node.children.flatMap(walk)];
export const nodesOf = (root: ExplainNode): ExplainNode[] => walk(root);
