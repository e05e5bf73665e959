import { hash, verify } from '@node-rs/argon2';

/** argon2id, 19 MiB, two passes (OWASP's first choice); about 75 ms on the reference machine (stack.md §9). */
const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, strength);

/** Made once of a random word: a login with an unknown name costs as much time as one with a wrong password. */
const decoy = hashPassword(Math.random().toString(36));

/** True when the password is the one of the hash. Without a hash it takes the same time and is false. */
export const verifyPassword = async (storedHash: string | undefined, password: string): Promise<boolean> => {
  const matches = await verify(storedHash ?? (await decoy), password);
  return matches && storedHash !== undefined;
};

/** What is wrong with a new password, or undefined. Length counts, not kinds of letters (NIST SP 800-63B §3.1.1). */
export const passwordProblem = (password: string, username: string): string | undefined => {
  if (password.length < 12) return 'at least 12 characters';
  if (password.length > 200) return 'at most 200 characters';
  if (password.toLowerCase().includes(username.toLowerCase())) return 'must not contain the user name';
  if (new Set(password).size < 5) return 'at least 5 different characters';
  return undefined;
};
