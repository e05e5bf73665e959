export { type Keyring, openKeyring } from './keyring.ts';
export { hashPassword, passwordProblem, verifyPassword } from './password.ts';
export { canonicalJson, newId, newToken, randomPassword, sha256, sha256Hex } from './random.ts';
