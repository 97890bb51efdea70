import { type Hello, homeRefusals, publicCameras } from '@homebound/wire';
import * as z from 'zod';
import { auditEvent } from './auditSchema.ts';
import { commandSchema } from './commandSchema.ts';

/** Grows with every change that the other process would misread; both are of one release, so they are simply the same. */
export const gatewayProtocol = 3;

/** A question's number; its answer carries it back. */
const id = z.int().min(1);
/**
 * The secret of who asks, as a page or a program gave it: all that the mind goes by. Without one it is the gateway itself, or a program of
 * this machine where that needs no pairing.
 */
const token = z.string().regex(/^[\w-]{43}$/);

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
  z.strictObject({ type: z.literal('command'), id, command: commandSchema, token: token.optional() }),
  /** A call of the table on the home's store, which checks the request. */
  z.strictObject({
    type: z.literal('call'),
    id,
    call: z.string().max(32),
    request: z.looseObject({}),
    token: token.optional(),
  }),
  z.strictObject({ type: z.literal('audit'), event: auditEvent, token: token.optional() }),
  z.strictObject({ type: z.literal('readAudit'), id, token: token.optional() }),
  /** The list of pairings, to be kept, as bytes. */
  z.strictObject({ type: z.literal('savePairings'), id, token: token.optional() }),
  /** A certificate for now: the clock was set, or the last one grows old. */
  z.strictObject({ type: z.literal('renew') }),
  /** Secrets of those who look; null is a program of this machine. Who drives is known by who gave the speed. */
  z.strictObject({ type: z.literal('viewers'), tokens: z.array(token.nullable()).max(128) }),
  /** To be said or shown at the robot, and nowhere else. */
  z.strictObject({ type: z.literal('code'), code: z.string().regex(/^\d{8}$/) }),
  z.strictObject({
    type: z.literal('clock'),
    wall_s: z.number().min(1_577_836_800).max(7_258_118_400),
    token: token.optional(),
  }),
]);
export type ToMind = z.infer<typeof toMind>;

const certificate = z.strictObject({ key: z.string(), cert: z.string(), renew_s: z.number() });
export type Certificate = z.infer<typeof certificate>;
const camera = z.enum(publicCameras);
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
    camera,
    wall_s: z.number(),
  }),
  /** A message of the view, as text or as bytes. */
  z.strictObject({ type: z.literal('news'), text: z.string().optional() }),
  /** `isShown`: whether somebody who is paired looks; else there is no news, but of the camera what anybody may know. */
  z.strictObject({ type: z.literal('newsEnd'), isAll: z.boolean(), isShown: z.boolean(), camera }),
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
