import { listModels } from '@mingjian/models';

/** What every model is like on this machine; reads no network. */
export const models = (dataDir: string) => listModels({ dataDir });
