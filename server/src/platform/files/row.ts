import type { StoredObject } from './index.ts';

/** An object as a row of the database keeps it. */
export type ObjectRow = Omit<StoredObject, 'wrappedKey'> & { wrappedKey: string };

export const rowOf = (object: StoredObject): ObjectRow => ({
  ...object,
  wrappedKey: object.wrappedKey.toString('base64'),
});
export const objectOf = (row: ObjectRow): StoredObject => ({
  ...row,
  wrappedKey: Buffer.from(row.wrappedKey, 'base64'),
});
