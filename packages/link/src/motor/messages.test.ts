import { defaultGeometry, type SensorRecord } from '@homebound/robot';
import { encodeFrame, FrameReader, type Message } from '../frames.ts';
import { commandMessage, readCommand } from './commandMessage.ts';
import { helloHead, readHello } from './motorHello.ts';
import { readRecord, recordMessage } from './recordMessage.ts';
import type { Wish } from './wishes.ts';

/** A message as it comes out at the other end of a link. */
function sent({ head, bytes }: Message): Message {
  let arrived: Message | undefined;
  const fault = new FrameReader(2 ** 20).push(encodeFrame(head, bytes), (message) => {
    arrived = message;
    return true;
  });
  if (arrived === undefined) throw new Error(`nothing arrived: ${fault}`);
  return arrived;
}

const scan = {
  kind: 'scan',
  stamp_s: 1.5,
  angleMin_rad: -3.14,
  angleIncrement_rad: -0.01,
  timeIncrement_s: 0.0005,
  scanTime_s: 0.2,
  rangeMin_m: 0.1,
  rangeMax_m: 8,
  // REP-117: nothing there, invalid, too close.
  ranges_m: Float32Array.of(1.25, Number.POSITIVE_INFINITY, Number.NaN, Number.NEGATIVE_INFINITY, 0.1),
} as const;
const safety = {
  kind: 'safety',
  stamp_s: 12345.678901234,
  bumpLeft: true,
  bumpCentre: false,
  bumpRight: false,
  cliffSideLeft: false,
  cliffFrontLeft: true,
  cliffFrontRight: false,
  cliffSideRight: false,
  wheelDropLeft: false,
  wheelDropRight: true,
  wallDistance_m: Number.POSITIVE_INFINITY,
} as const;
const records: readonly SensorRecord[] = [
  scan,
  safety,
  { ...safety, wallDistance_m: 0.04 },
  { kind: 'wheels', stamp_s: 1, left_m: 0.1, right_m: -0.2 },
  { kind: 'imu', stamp_s: 2, wx_radps: 0, wy_radps: 1e-17, wz_radps: -1, ax_mps2: 0, ay_mps2: 0, az_mps2: 9.81 },
  { kind: 'dock', stamp_s: 3, greenBeam: true, redBeam: false, forceField: true, docked: false },
  { kind: 'battery', stamp_s: 4, voltage_V: 14.4, current_A: -1, charge: 0.5, capacity_Ah: 2.6 },
  {
    kind: 'motors',
    stamp_s: 5,
    fan: 1,
    mainBrush: -1,
    sideBrush: 0,
    mainBrushJammed: true,
    sideBrushJammed: false,
    binMissing: false,
    binFull: true,
  },
  { kind: 'button', stamp_s: 6, button: 'privacy', held_s: 3 },
  { kind: 'sign', stamp_s: 7, shows: 'drivenByHand', chirps: 3, camera: true },
  { kind: 'sign', stamp_s: 7, shows: 'dark', chirps: 0, camera: false },
];
const commands: readonly Wish[] = [
  { kind: 'drive', seen_s: 1, v_mps: -0.1, w_radps: 1.9 },
  { kind: 'clean', seen_s: 1, fan: 0.5, mainBrush: -1, sideBrush: 1 },
  { kind: 'sign', reason: 'watched', chirps: 2, tune: 'watched', camera: true },
  { kind: 'heard', button: 'privacy', stamp_s: 12.5 },
];

test('each kind of record and command arrives as it was, to the last bit', () => {
  for (const record of records) expect(readRecord(sent(recordMessage(record)))).toEqual(record);
  for (const command of commands) expect(readCommand(sent(commandMessage(command)))).toEqual(command);
});

test('each field of each kind is refused by its name when it is missing, NaN, a text or too large', () => {
  const looks: [Message, (message: Message) => unknown][] = [
    ...records.map((r): [Message, (m: Message) => unknown] => [recordMessage(r), readRecord]),
    ...commands.map((c): [Message, (m: Message) => unknown] => [commandMessage(c), readCommand]),
  ];
  let checked = 0;
  for (const [{ head, bytes }, look] of looks)
    for (const name of Object.keys(head).filter((key) => key !== 'kind'))
      for (const bad of [undefined, Number.NaN, Number.NEGATIVE_INFINITY, 'fast', [1], {}]) {
        expect(() => look({ head: { ...head, [name]: bad }, bytes })).toThrow(`${head.kind}: ${name} must be`);
        checked++;
      }
  expect(checked).toBeGreaterThan(300);
  expect(() =>
    readCommand({ head: { ...commandMessage(commands[1]).head, fan: 1.01 }, bytes: new Uint8Array(0) }),
  ).toThrow('Cannot take clean: fan must be a number in [0, 1], got 1.01');
});

test('what is no part of a message is refused: other fields, bytes, kinds, half floats', () => {
  const none = new Uint8Array(0);
  const { head } = commandMessage(commands[0]);
  expect(() => readCommand({ head: { ...head, turbo: 1 }, bytes: none })).toThrow(
    'it has turbo, which is no part of it',
  );
  expect(() => readCommand({ head, bytes: new Uint8Array(4) })).toThrow('it has bytes, which is no part of it');
  for (const kind of ['toString', '__proto__', 7, undefined])
    expect(() => readCommand({ head: { ...head, kind }, bytes: none })).toThrow('kind must be one of drive, clean');
  expect(() => readRecord({ head: recordMessage(scan).head, bytes: new Uint8Array(7) })).toThrow('got 7 bytes');
});

test('a command that no motor can take is not sent either', () => {
  expect(() => commandMessage({ kind: 'drive', seen_s: 0, v_mps: Number.NaN, w_radps: 0 })).toThrow('v_mps must be');
});

test('the greeting tells the body and its clock; one with a hole in it is refused by name', () => {
  const hello = { geometry: defaultGeometry, commandTimeout_s: 0.16, clock: { stamp_s: 5, monotonic_s: 100, rate: 1 } };
  const message = sent({ head: helloHead(hello) as Message['head'], bytes: new Uint8Array(0) });
  expect(readHello(message)).toEqual(hello);
  const broken = (change: object): Message => ({ ...message, head: { ...message.head, ...change } });
  expect(() => readHello(broken({ kind: 'scan' }))).toThrow('first message must be hello');
  expect(() => readHello(broken({ protocol: 1 }))).toThrow('they speak protocol 1, this is 2; restart both');
  expect(() => readHello(broken({ clock: { ...hello.clock, rate: 0 } }))).toThrow('clock.rate must be > 0');
  expect(() => readHello(broken({ geometry: { ...defaultGeometry, lidar: {} } }))).toThrow(
    'geometry.lidar.x_m must be a finite number, got undefined',
  );
});
