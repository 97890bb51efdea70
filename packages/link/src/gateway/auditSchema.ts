import type { AuditEvent, AuditKind } from '@homebound/vault';
import * as z from 'zod';

const role = '(viewer|operator|admin)';
const session = '[0-9a-f]{16}';

/**
 * What a gateway has to write down: what it alone sees. The rest (who took, deleted or changed something, updates, resets, who drives or has the robot clean, the clock) is
 * written by who does it: a gateway that was taken over must neither make such an entry up nor put it on somebody else.
 */
const told: Partial<Readonly<Record<AuditKind, RegExp>>> = {
  login: /^(page|look)$/,
  pairing: new RegExp(`^(open|lock|${role})$`),
  role: new RegExp(`^(next-)?${role}(-${session})?$`),
  session: new RegExp(`^(self|all|(end|name)-${session})$`),
  refused: /^requests-10{1,6}$/,
};

/** Whether entries of this kind are a gateway's. */
export function isTold(kind: AuditKind): boolean {
  return told[kind] !== undefined;
}

/** What a gateway saw: by who is not paired, by a button of the body, or else by whose secret comes with it. The time is the mind's. */
export type ToldEvent = Pick<AuditEvent, 'kind' | 'what' | 'outcome'> & { readonly by?: 'nobody' | 'body' };

/** An entry of the log as a gateway may word it. */
export const auditEvent: z.ZodType<ToldEvent> = z
  .strictObject({
    kind: z.enum(Object.keys(told) as [AuditKind, ...AuditKind[]]),
    by: z.enum(['nobody', 'body']).optional(),
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
