import type { ScheduleKeeper } from '@homebound/nodes';
import type { Schedule } from '@homebound/wire';
import * as z from 'zod';

const pastTime = z.strictObject({
  schedule: z.string().max(64),
  day: z.int(),
  due_s: z.number(),
  outcome: z.enum(['begun', 'skipped']),
  reason: z.string().max(500),
});

const dueMemory = z.strictObject({
  schema: z.literal(1),
  looked_s: z.number(),
  past: z.array(pastTime).max(1000),
  since: z
    .array(z.strictObject({ schedule: z.string().max(64), when: z.string().max(64), since_s: z.number() }))
    .max(1000),
});

export interface ScheduledHome {
  readonly schedules: readonly Schedule[];
  readonly dueStore: { load(): Uint8Array | undefined; save(bytes: Uint8Array): void };
}

/** A home's schedules, with what is remembered of them, as the robot asks for them. What can't be read of it is warned of, and forgotten. */
export function scheduleKeeper(home: ScheduledHome, warn: (text: string) => void): ScheduleKeeper {
  return {
    schedules: () => home.schedules,
    memory: () => {
      try {
        const bytes = home.dueStore.load();
        if (bytes === undefined) return undefined;
        const { schema: _, ...memory } = dueMemory.parse(JSON.parse(new TextDecoder().decode(bytes)));
        return memory;
      } catch (cause) {
        warn(`What schedules have done can't be read, and is forgotten: ${(cause as Error).message.split('\n')[0]}`);
        return undefined;
      }
    },
    remember: (memory) => home.dueStore.save(new TextEncoder().encode(JSON.stringify({ schema: 1, ...memory }))),
  };
}
