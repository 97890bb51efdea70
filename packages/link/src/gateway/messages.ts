import { type Hello, homeRefusals } from '@homebound/wire';
import { z } from 'zod';
import { asker, auditEvent } from './auditSchema.ts';
import { commandSchema } from './commandSchema.ts';

/** Grows with every change that the other process would misread; both are of one release, so they are simply the same. */
export const gatewayProtocol = 1;

/** A question's number; its answer carries it back. */
const id = z.int().min(1);
/** A session of a page, or `here`. */
const device = z.string().regex(/^([0-9a-f]{16}|here)$/);

/** What a gateway may say to the mind: all of it. */
export const toMind = z.discriminatedUnion('type', [
  /** First. `addresses`: those that it listens on, for its certificate. */
  z.strictObject({
    type: z.literal('hello'),
    protocol: z.literal(gatewayProtocol),
    addresses: z.array(z.union([z.ipv4(), z.ipv6()])).max(8),
  }),
  /** What is new of the view? Asked again when the last answer has come. */
  z.strictObject({ type: z.literal('more') }),
  z.strictObject({ type: z.literal('command'), id, command: commandSchema }),
  /** A call of the table on the home's store, which checks the request. */
  z.strictObject({ type: z.literal('call'), id, call: z.string().max(32), request: z.looseObject({}), by: asker }),
  z.strictObject({ type: z.literal('audit'), event: auditEvent }),
  z.strictObject({ type: z.literal('readAudit'), id }),
  /** The list of pairings, to be kept, as bytes. */
  z.strictObject({ type: z.literal('savePairings'), id }),
  /** A certificate for now: the clock was set, or the last one grows old. */
  z.strictObject({ type: z.literal('renew') }),
  z.strictObject({
    type: z.literal('presence'),
    driving: device.optional(),
    viewers: z.array(device).max(64),
  }),
  /** To be said or shown at the robot, and nowhere else. */
  z.strictObject({ type: z.literal('code'), code: z.string().regex(/^\d{8}$/) }),
  z.strictObject({ type: z.literal('clock'), wall_s: z.number().min(1_577_836_800).max(7_258_118_400) }),
]);
export type ToMind = z.infer<typeof toMind>;

const certificate = z.strictObject({ key: z.string(), cert: z.string(), renew_s: z.number() });
export type Certificate = z.infer<typeof certificate>;
const hello: z.ZodType<Hello> = z.looseObject({ type: z.literal('hello'), protocol: z.int() }) as never;

/** What the mind says to the gateway. */
export const toGateway = z.discriminatedUnion('type', [
  /** With the list of pairings as bytes; none while nobody was ever paired. `authority`: DER, base64. */
  z.strictObject({
    type: z.literal('welcome'),
    hello,
    name: z.string(),
    authority: z.string(),
    fingerprint: z.string(),
    certificate,
    wall_s: z.number(),
  }),
  /** A message of the view, as text or as bytes. */
  z.strictObject({ type: z.literal('news'), text: z.string().optional() }),
  z.strictObject({ type: z.literal('newsEnd'), isAll: z.boolean() }),
  z.strictObject({ type: z.literal('answer'), id, accepted: z.boolean(), reason: z.string() }),
  /** To a call, a save or a question for the log; bytes where the call gives some. */
  z.strictObject({ type: z.literal('reply'), id, answer: z.unknown() }),
  z.strictObject({ type: z.literal('refusal'), id, code: z.enum(homeRefusals), reason: z.string() }),
  z.strictObject({ type: z.literal('certificate'), certificate }),
  z.strictObject({
    type: z.literal('button'),
    button: z.enum(['pair', 'overrideOff', 'overrideOn', 'reset']),
  }),
  z.strictObject({ type: z.literal('clock'), wall_s: z.number() }),
]);
export type ToGateway = z.infer<typeof toGateway>;
export type BodyButton = Extract<ToGateway, { type: 'button' }>['button'];
