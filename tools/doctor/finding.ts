/** good: there. limited: the product runs, something is not available. missing: what is asked of the product cannot be done. */
export type Finding = { name: string; state: 'good' | 'limited' | 'missing'; words: string; fix?: string };

/** The words a missing Debian package is brought with. */
export const apt = (packages: string): string => `as root: apt-get install -y ${packages}`;
