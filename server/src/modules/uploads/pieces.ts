import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';

/** Where pieces of an upload wait. A piece is acknowledged only when it lies on the disk: the store itself does not fsync. */
export const openPieces = (directory: string): FileStore => {
  const store = new FileStore({ directory });
  const write = store.write.bind(store);
  store.write = async (readable, id, offset) => {
    const reached = await write(readable, id, offset);
    const file = await open(join(directory, id), 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    return reached;
  };
  return store;
};
