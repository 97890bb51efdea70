import type { PrivacyKeeper } from '@homebound/nodes';
import * as z from 'zod';
import type { ByteStore } from './home.ts';

/** A robot that was not asked about a camera yet has none on. */
const shape = z.strictObject({
  schema: z.literal(1),
  isOff: z.boolean(),
  atRobot: z.boolean(),
  cameraIsOn: z.boolean().default(false),
});

/** How privacy button and camera of this home's robot were left. In no backup: who brings one in from afar must not switch what the room has switched. */
export function privacyKeeper(store: ByteStore): PrivacyKeeper {
  return {
    load: () => {
      const bytes = store.load();
      if (bytes === undefined) return undefined;
      const { schema: _, ...state } = shape.parse(JSON.parse(new TextDecoder().decode(bytes)));
      return state;
    },
    save: ({ isOff, atRobot, cameraIsOn }) =>
      store.save(new TextEncoder().encode(JSON.stringify({ schema: 1, isOff, atRobot, cameraIsOn }))),
  };
}
