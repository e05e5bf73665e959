/** What a newcomer sees: two text samples at once, then five sessions spoken and filmed on this machine, one by one. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { InspectionDocument } from '@mingjian/inspection';
import { packsFor } from '@mingjian/rulebooks';
import { evaluateConversation } from '@mingjian/rules';
import type { Conversation } from '@mingjian/timeline';
import { openVoices } from '@mingjian/voices';
import software from '../package.json' with { type: 'json' };
import type { App } from './app.ts';
import { type DemoScript, demoSessions, demoTextSamples, makeDemoRecording } from './demo/index.ts';
import { insertRun, keepResult } from './modules/inspections/index.ts';
import { insertSession, type Session, sessionOfSystem } from './modules/sessions/index.ts';
import { receiveRecording } from './modules/uploads/index.ts';
import { sql } from './platform/db/index.ts';
import { publish } from './platform/events/index.ts';
import { newId } from './platform/ids/index.ts';

type Home = { tenantId: string; branchId: string; agentId: string };
type Demo = { id: string; title: string; product: string | null; fields: Record<string, unknown> };

/** Where demo sessions belong: to the demo's agent. Undefined when that person was never made. */
const homeOf = ({ db }: App) =>
  db.one<Home>(sql`select p.tenant_id as "tenantId", p.branch_id as "branchId", p.id as "agentId"
    from people p join tenants t on t.id = p.tenant_id where t.name = '演示机构' and p.username = 'agent'`);

/** The session of a demo, made when it is not there yet. */
async function sessionFor({ db }: App, home: Home, demo: Demo): Promise<Session> {
  const known = await db.one<{ id: string }>(sql`select id from sessions where tenant_id = ${home.tenantId}
    and fields->>'demo' = ${demo.id}`);
  const id = known?.id ?? newId();
  const { title, product } = demo;
  const row = { ...home, id, title, product, fields: { ...demo.fields, demo: demo.id }, roles: null, createdBy: null };
  if (known === undefined) await insertSession(db, row);
  return (await sessionOfSystem(db, id))!;
}

export async function addTextSamples(app: App): Promise<void> {
  const home = await homeOf(app);
  if (home === undefined) return;
  for (const conversation of demoTextSamples) {
    const title = conversation.product === 'collect' ? '文字样例：催收' : '文字样例：客服';
    const { id, product = null, fields = {} } = conversation;
    const session = await sessionFor(app, home, { id, title, product, fields });
    if (session.status === 'done') continue;
    const runId = newId();
    await insertRun(app.db, { id: runId, sessionId: session.id, packs: null, queue: 'near', requestedBy: null });
    const result = { document: documentOf(conversation), peaks: { perSecond: 20, channels: [] } };
    await keepResult(app, { runId, session, result });
  }
}

/** A conversation without media, judged by the packs on words alone. */
function documentOf(conversation: Conversation): InspectionDocument {
  const packs = packsFor(conversation.product).filter(({ needs }) => needs === 'words');
  const { verdict, findings } = evaluateConversation(conversation, packs);
  const file = { name: `${conversation.id}.txt`, bytes: 0, sha256: '', container: 'text', durationMs: 0, tracks: [] };
  return {
    ...{ format: 'mingjian.inspection/1', file, verdict, conversation, findings },
    ...(conversation.product === undefined ? {} : { product: conversation.product }),
    packs: packs.map(({ pack, hash, title }) => ({ pack, hash, title })),
    ...{ facts: [], capabilities: [], timingsMs: {}, peakRssBytes: 0 },
    ...{ inspectedAt: new Date().toISOString(), software: `mingjian ${software.version}` },
  };
}

type Making = { dataDir: string; say: (sentence: string) => void; signal: AbortSignal };

/** Goes on where an earlier start was ended: a session whose recording is here is not made again. */
export async function makeSpokenSessions(app: App, { dataDir, say, signal }: Making): Promise<void> {
  const home = await homeOf(app);
  if (home === undefined) return;
  const missing: { script: DemoScript; session: Session }[] = [];
  for (const script of demoSessions) {
    const { id, product, fields } = script;
    const session = await sessionFor(app, home, { id, title: script.title.zh, product, fields });
    if (session.status === 'uploading') missing.push({ script, session });
  }
  if (missing.length === 0) return;
  const voices = openVoices({ cacheDir: join(dataDir, 'cache/voices'), dataDir });
  try {
    for (const one of missing) await makeOne(app, { ...one, voices, dataDir, signal, say });
  } finally {
    await voices.stop();
  }
}

type One = Making & { script: DemoScript; session: Session; voices: ReturnType<typeof openVoices> };

async function makeOne(app: App, { script, session, voices, dataDir, signal, say }: One): Promise<void> {
  signal.throwIfAborted();
  const tell = (done: number) =>
    void publish(app.db, { type: 'demo', to: null, data: { id: session.id, done } }).catch(() => {});
  const { file } = await makeDemoRecording(script, {
    voices,
    dir: join(dataDir, 'tmp/demo'),
    signal,
    onProgress: tell,
  });
  await receiveRecording(app, { session, path: file, filename: `${script.id}.webm`, personId: null });
  await rm(file, { force: true });
  say(`demo session ${script.title.zh} is being inspected`);
}
