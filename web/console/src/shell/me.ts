import { createContext, useContext } from 'react';
import type { Me } from '../api.ts';

export const MeContext = createContext<Me | undefined>(undefined);

/** Who is signed in. Only inside the shell. */
export const useMe = (): Me => {
  const me = useContext(MeContext);
  if (me === undefined) throw new Error('useMe outside the signed-in pages');
  return me;
};
export const useMay = (permission: string): boolean => useMe().permissions.includes(permission);
