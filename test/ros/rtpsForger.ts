/**
 * RTPS datagrams as a stranger would forge them, after the OMG's DDSI-RTPS 2.2: a participant that announces itself, a writer
 * of a topic, and one message of it. No answer is needed for any of them: a host that only hears can be told all of it.
 */
export interface ForgedWriter {
  /** As on the wire: `rt/cmd_vel`. */
  readonly topic: string;
  /** As on the wire: `geometry_msgs::msg::dds_::Twist_`. */
  readonly type: string;
  /** Where the forger says that it can be reached; a loopback address is believed by everybody. */
  readonly address: string;
  readonly port: number;
  /** The tag of the domain that it claims to be in, when it knows one. */
  readonly tag?: string;
}

/** Ports of a participant in a domain, RTPS 2.2 §9.6.1.1. */
export const discoveryPort = (domain: number, participant: number): number =>
  7400 + 250 * domain + 10 + 2 * participant;
export const dataPort = (domain: number, participant: number): number => discoveryPort(domain, participant) + 1;

const PREFIX = Uint8Array.from([1, 16, 7, 7, 66, 66, 66, 66, 1, 2, 3, 4]);
const PARTICIPANT = [0, 0, 1, 0xc1];
const PARTICIPANT_WRITER = [0, 1, 0, 0xc2];
const PUBLICATIONS_WRITER = [0, 0, 3, 0xc2];
const USER_WRITER = [0, 0, 1, 3];
const ANY_READER = [0, 0, 0, 0];
const SEQUENCE_1 = [0, 0, 0, 0, 1, 0, 0, 0];
const INFINITE = [0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff];
const HEADER = [...Buffer.from('RTPS'), 2, 1, 1, 16, ...PREFIX];

/** "I am here": what every participant hears on its discovery port. */
export function participantAnnouncement({ address, port, tag }: ForgedWriter): Buffer {
  const locator = [...u32(1), ...u32(port), ...new Array(12).fill(0), ...address.split('.').map(Number)];
  return message(
    data(PARTICIPANT_WRITER, [
      ...parameter(0x15, [2, 1, 0, 0]),
      ...parameter(0x16, [1, 16, 0, 0]),
      ...parameter(0x50, [...PREFIX, ...PARTICIPANT]),
      ...parameter(0x58, u32(0x3f)),
      ...parameter(0x02, [100, 0, 0, 0, 0, 0, 0, 0]),
      ...parameter(0x32, locator),
      ...parameter(0x31, locator),
      ...(tag === undefined ? [] : parameter(0x4014, text(tag))),
    ]),
  );
}

/** "I write this topic", reliably: to the discovery port, after the participant. */
export function writerAnnouncement({ topic, type }: ForgedWriter): Buffer {
  return message([
    ...heartbeat(PUBLICATIONS_WRITER),
    ...data(PUBLICATIONS_WRITER, [
      ...parameter(0x5a, [...PREFIX, ...USER_WRITER]),
      ...parameter(0x05, text(topic)),
      ...parameter(0x07, text(type)),
      ...parameter(0x1a, [...u32(2), ...INFINITE]),
      ...parameter(0x1d, u32(0)),
    ]),
  ]);
}

/** The message itself, to the data port. @param cdr  with its encapsulation header, as our codec writes it */
export function forgedMessage(cdr: Uint8Array): Buffer {
  return message([...heartbeat(USER_WRITER), ...submessage(0x15, 5, padded([...dataHead(USER_WRITER), ...cdr]))]);
}

const u16 = (n: number): number[] => [n & 255, n >> 8];
const u32 = (n: number): number[] => [n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24];

function text(value: string): number[] {
  const bytes = [...Buffer.from(value), 0];
  return [...u32(bytes.length), ...bytes];
}

/** Everything on the wire is in words of four bytes. */
const padded = (bytes: readonly number[]): number[] => [...bytes, ...new Array(-bytes.length & 3).fill(0)];

function parameter(id: number, value: readonly number[]): number[] {
  const whole = padded(value);
  return [...u16(id), ...u16(whole.length), ...whole];
}

const message = (submessages: readonly number[]): Buffer => Buffer.from([...HEADER, ...submessages]);

function submessage(kind: number, flags: number, body: readonly number[]): number[] {
  return [kind, flags, ...u16(body.length), ...body];
}

const dataHead = (writer: readonly number[]): number[] => [
  ...u16(0),
  ...u16(16),
  ...ANY_READER,
  ...writer,
  ...SEQUENCE_1,
];

function data(writer: readonly number[], parameters: readonly number[]): number[] {
  return submessage(0x15, 5, [...dataHead(writer), 0, 3, 0, 0, ...parameters, 1, 0, 0, 0]);
}

/** "Message 1 is all there is, no need to answer": a reliable reader takes no message before one of these. */
function heartbeat(writer: readonly number[]): number[] {
  return submessage(0x07, 3, [...ANY_READER, ...writer, ...SEQUENCE_1, ...SEQUENCE_1, ...u32(1)]);
}
