import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** The server's events carry ids only: what they name is read again. */
export const useServerEvents = (): void => {
  const client = useQueryClient();
  useEffect(() => {
    const events = new EventSource('/v1/events');
    const reread = (key: string) => () => void client.invalidateQueries({ queryKey: [key] });
    events.addEventListener('session', (event) => {
      void client.invalidateQueries({ queryKey: ['sessions'] });
      const id = (JSON.parse((event as MessageEvent<string>).data) as { id?: string }).id;
      if (id !== undefined) void client.invalidateQueries({ queryKey: ['session', id] });
    });
    events.addEventListener('capability', reread('capabilities'));
    events.addEventListener('demo', reread('sessions'));
    return () => events.close();
  }, [client]);
};
