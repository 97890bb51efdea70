import type { PrivacyKeeper } from '@homebound/nodes';
import { z } from 'zod';
import type { ByteStore } from './home.ts';

const shape = z.strictObject({ schema: z.literal(1), isOff: z.boolean(), atRobot: z.boolean() });

/** How the privacy button of this home's robot was left. In no backup: who brings one in from afar must not switch what the room has switched. */
export function privacyKeeper(store: ByteStore): PrivacyKeeper {
  return {
    load: () => {
      const bytes = store.load();
      if (bytes === undefined) return undefined;
      const { isOff, atRobot } = shape.parse(JSON.parse(new TextDecoder().decode(bytes)));
      return { isOff, atRobot };
    },
    save: ({ isOff, atRobot }) => store.save(new TextEncoder().encode(JSON.stringify({ schema: 1, isOff, atRobot }))),
  };
}
