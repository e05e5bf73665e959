import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * Envelope encryption: every object has its own key, wrapped by the master key. `about` binds a wrapped key to its object, so
 * that it opens no other one. The file driver keeps the master key in `<data>/keys/master.key` (0600); an HSM takes its place.
 */
export type Keyring = {
  /** A fresh 32-byte data key, plain and wrapped. */
  newDataKey(about: string): { key: Buffer; wrapped: Buffer };
  /** @throws Error when the wrapped key was altered, belongs to another object or to another master key. */
  unwrap(wrapped: Buffer, about: string): Buffer;
};

const NONCE = 12;
const TAG = 16;

/** Opens the keyring of a data folder, making the master key on the first start. */
export const openKeyring = (dir: string): Keyring => {
  const master = masterKey(dir);
  return {
    newDataKey(about) {
      const key = randomBytes(32);
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', master, nonce).setAAD(Buffer.from(about));
      const body = Buffer.concat([cipher.update(key), cipher.final()]);
      return { key, wrapped: Buffer.concat([nonce, body, cipher.getAuthTag()]) };
    },
    unwrap(wrapped, about) {
      const decipher = createDecipheriv('aes-256-gcm', master, wrapped.subarray(0, NONCE))
        .setAAD(Buffer.from(about))
        .setAuthTag(wrapped.subarray(wrapped.length - TAG));
      try {
        return Buffer.concat([decipher.update(wrapped.subarray(NONCE, wrapped.length - TAG)), decipher.final()]);
      } catch {
        throw new Error(`the key of object ${about} does not open: it was altered, or ${dir} holds another master key`);
      }
    },
  };
};

const masterKey = (dir: string): Buffer => {
  const path = join(dir, 'master.key');
  if (!existsSync(path)) createKey(dir, path);
  chmodSync(path, 0o600);
  const key = readFileSync(path);
  if (key.length !== 32)
    throw new Error(`${path} is ${key.length} bytes long, a master key has 32; restore it from the backup`);
  return key;
};

/** Complete or absent, also after a power cut: temporary name, fsync, rename, fsync of the folder. */
const createKey = (dir: string, path: string): void => {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const temporary = `${path}.new`;
  const file = openSync(temporary, 'w', 0o600);
  writeSync(file, randomBytes(32));
  fsyncSync(file);
  closeSync(file);
  renameSync(temporary, path);
  const folder = openSync(dir, 'r');
  fsyncSync(folder);
  closeSync(folder);
};
