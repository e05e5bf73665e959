/** What the browser test calls: the engine as any page would import it. */
import { compilePack, evaluateConversation, lintPack, openEvaluation, testPack } from '@mingjian/rules';
import { complete, diagnose, explainTree, hover } from '@mingjian/rules/language/index.ts';

Object.assign(globalThis, {
  mingjian: {
    compilePack,
    evaluateConversation,
    lintPack,
    openEvaluation,
    testPack,
    complete,
    diagnose,
    explainTree,
    hover,
  },
});
