import { parentPort, workerData } from 'node:worker_threads';
import { trainHeads } from '@mingjian/meaning/heads/index.ts';

parentPort?.postMessage(trainHeads(workerData.examples, workerData.options));
