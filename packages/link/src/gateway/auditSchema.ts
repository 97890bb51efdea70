import type { AuditEvent, AuditKind } from '@homebound/vault';
import { z } from 'zod';

/** Who a gateway may say that somebody was, as the log has it: a session, a program of this machine, who is not paired. */
export const asker = z.string().regex(/^(session-[0-9a-f]{16}|here|nobody)$/);

const role = '(viewer|operator|admin)';
const session = '[0-9a-f]{16}';

/**
 * What a gateway has to write down: what it alone sees. The rest (who took, deleted or changed something, updates, resets, who drives) is
 * written by who does it: a gateway that was taken over must neither make such an entry up nor put it on somebody else.
 */
const told: Partial<Readonly<Record<AuditKind, RegExp>>> = {
  login: /^(page|look)$/,
  pairing: new RegExp(`^(open|lock|${role})$`),
  role: new RegExp(`^(next-)?${role}(-${session})?$`),
  session: new RegExp(`^(self|all|(end|name)-${session})$`),
  clock: /^set$/,
  manualDrive: /^(drive|goto|on|off)$/,
  job: /^(start|clean|pause|resume|stop|dock|rooms)$/,
  refused: /^requests-10{1,6}$/,
};

/** An entry of the log as a gateway may word it. */
export const auditEvent: z.ZodType<AuditEvent> = z
  .strictObject({
    stamp_s: z.number().min(-62e9).max(254e9),
    kind: z.enum(Object.keys(told) as [AuditKind, ...AuditKind[]]),
    by: z.union([asker, z.literal('body')]),
    what: z.string().max(32),
    outcome: z.enum(['done', 'refused']),
  })
  .refine(({ kind, what }) => told[kind]?.test(what), {
    error: 'is nothing that a gateway writes down',
    path: ['what'],
  })
  // Of buttons it knows that one opened pairing or ended all pairings, no more.
  .refine(({ kind, by, what }) => by !== 'body' || ['pairing open', 'session all'].includes(`${kind} ${what}`), {
    error: 'is not the body',
    path: ['by'],
  });
