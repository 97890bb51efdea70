import fc from 'fast-check';
import { type Command, commandNames, decodeCommand, encodeCommand } from './command.ts';
import { decodeText } from './decodeText.ts';
import { type Hello, type StatusMessage, unknownStatus } from './status.ts';

test('every command arrives as it was sent', () => {
  const commands: Command[] = [
    { id: 0, command: 'start' },
    { id: 1, command: 'goto', x: -1.5, y: 2.25 },
    { id: 2, command: 'speed', factor: 20 },
    { id: 3, command: 'speed', factor: 'max' },
    { id: 4, command: 'drive', v_mps: -0.1, w_radps: 1.5 },
  ];
  for (const command of commands) expect(decodeCommand(encodeCommand(command))).toEqual(command);
});

test.each([
  ['', 'not JSON'],
  ['[]', 'expected an object, got []'],
  ['{"command":"start"}', 'id must be a finite number'],
  ['{"id":1,"command":"explode"}', 'command must be one of start, pause'],
  ['{"id":1,"command":"start","x":1}', 'unknown field "x"'],
  ['{"id":1,"command":"goto","x":1}', 'y must be a finite number'],
  ['{"id":1,"command":"goto","x":1e999,"y":0}', 'x must be a finite number'],
  ['{"id":1,"command":"goto","x":"1","y":0}', 'x must be a finite number in -10000..10000, got "1"'],
  ['{"id":1,"command":"speed","factor":0}', 'factor must be a finite number in 0.1..1000, got 0'],
  ['{"id":1,"command":"speed","factor":"MAX"}', 'factor must be a finite number'],
  ['{"id":1,"command":"drive","v_mps":2,"w_radps":0}', 'v_mps must be a finite number in -1..1, got 2'],
  ['{"id":1,"command":"drive","v_mps":0.1}', 'w_radps must be a finite number'],
  ['{"id":1,"command":"clean"}', 'command must be one of'], // a job comes as an HTTP request
  ['{"id":1,"command":"__proto__"}', 'command must be one of'],
  [`{"id":1,"command":"${'a'.repeat(2000)}"}`, 'characters are more than 1024'],
])('command %.60s is refused: %s', (json, problem) => {
  expect(() => decodeCommand(json)).toThrow(RangeError);
  expect(() => decodeCommand(json)).toThrow(problem);
});

test('whatever is sent (seed 5), it is a command within its bounds or a RangeError', () => {
  const shaped = fc.record(
    {
      id: fc.anything(),
      command: fc.oneof(fc.constantFrom(...commandNames), fc.anything()),
      x: fc.anything(),
      y: fc.oneof(fc.double(), fc.anything()),
      factor: fc.oneof(fc.double(), fc.constant('max')),
    },
    { requiredKeys: [] },
  );
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    shaped.map((value) => JSON.stringify(value) ?? ''),
  );
  let accepted = 0;
  const readsOrRefuses = (text: string): void => {
    try {
      const command = decodeCommand(text);
      accepted++;
      if (command.command === 'goto') expect(Math.abs(command.x) + Math.abs(command.y)).toBeLessThanOrEqual(20_000);
      if (command.command === 'speed') expect(command.factor === 'max' || command.factor >= 0.1).toBe(true);
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
    }
  };
  const valid = fc
    .record({ id: fc.nat(), command: fc.constantFrom(...commandNames) })
    .map((value) => JSON.stringify(value));
  fc.assert(fc.property(fc.oneof(texts, valid), readsOrRefuses), { numRuns: 3000, seed: 5 });
  expect(accepted).toBeGreaterThan(100);
});

const hello: Hello = {
  type: 'hello',
  protocol: 1,
  robot: 'Homebound',
  mode: 'simulation',
  place: 'apartment',
  body: { radius_m: 0.17, lidarX_m: 0, brushWidth_m: 0.2 },
  commands: ['start', 'goto'],
};
const status: StatusMessage = {
  type: 'status',
  stamp_s: 10,
  wall_s: 1.8e9,
  ...unknownStatus,
  battery: { level: 0.5, charging: false },
  dock: { x: 0, y: 0, theta: 1 },
  isLost: true,
  target: { x: 1, y: 2 },
  camera: { isOpen: true, isOn: true, reason: '', tellsPeople: true, keepsPictures_days: 3 },
  speed: 'max',
};

test('texts of the gateway arrive as they were sent', () => {
  const rooms = { type: 'rooms' as const, rooms: [{ id: 1, name: 'Kitchen', outline: [0, 0, 1, 0, 1, 1] }] };
  const sock = {
    id: 4,
    kind: 'soft' as const,
    outline: [0, 0, 1, 0, 1, 1],
    berth_m: 0.05,
    reason: 'A sock.',
    isDismissed: false,
  };
  const dismissals = [{ id: 3, kind: 'threshold' as const, x: 1, y: -2 }];
  const obstacles = { type: 'obstacles' as const, obstacles: [sock], dismissals };
  const mapMoved = { type: 'mapMoved' as const, stamp_s: 12.5 };
  const alone = { type: 'presence' as const, watching: 1, maySteer: false, mayOpenCamera: false, isOff: true };
  const driven = { ...alone, driver: { name: 'Phone', isYou: false }, maySteer: true, mayOpenCamera: true };
  const ack = { type: 'ack' as const, id: 4, accepted: false, reason: 'the robot is already docked' };
  const bare: StatusMessage = { type: 'status', stamp_s: 0, wall_s: 0, ...unknownStatus };
  const onRos: Hello = { ...hello, graph: 'network', keepsHome: true };
  for (const message of [hello, onRos, status, bare, rooms, obstacles, mapMoved, alone, driven, ack])
    expect(decodeText(JSON.stringify(message))).toEqual(message);
});

test.each([
  [
    { ...status, type: 'stat' },
    'type must be one of hello, status, rooms, obstacles, mapMoved, presence, ack, got "stat"',
  ],
  [{ ...status, state: 'flying' }, 'state must be one of idle'],
  [{ ...hello, graph: 'open' }, 'graph must be one of host, network, got "open"'],
  [{ ...status, coverage: 1.2 }, 'coverage must be a finite number in 0..1, got 1.2'],
  [{ ...status, coverage: null }, 'coverage must be a finite number in 0..1, got null'],
  [{ ...status, camera: { isOpen: 1 } }, 'isOpen must be true or false, got 1'],
  [
    { ...status, camera: { ...status.camera, keepsPictures_days: 8 } },
    'keepsPictures_days must be a finite number in 0..7, got 8',
  ],
  [{ ...status, isLost: 1 }, 'isLost must be true or false, got 1'],
  [
    { type: 'presence', watching: 1, maySteer: true, mayOpenCamera: true, isOff: 0 },
    'isOff must be true or false, got 0',
  ],
  [{ type: 'mapMoved' }, 'Cannot read mapMoved: stamp_s must be a finite number'],
  [{ ...status, battery: 3 }, 'Cannot read status.battery: expected an object, got 3'],
  [{ ...status, dock: { x: 0, y: 0 } }, 'theta must be a finite number'],
  [{ ...hello, commands: ['explode'] }, 'commands must be one of start'],
  [{ ...hello, keepsHome: 1 }, 'keepsHome must be true or false, got 1'],
  [{ ...hello, body: undefined }, 'Cannot read hello.body'],
  [{ type: 'rooms', rooms: [{ id: 1, name: 'Hall', outline: [0, 1, 2] }] }, 'outline must be pairs of finite numbers'],
  [{ type: 'obstacles', obstacles: [{ id: 1, kind: 'elephant', outline: [] }] }, 'kind must be one of cable'],
  [
    { type: 'obstacles', obstacles: [{ id: 1, kind: 'toy', outline: [0] }] },
    'Cannot read obstacle: outline must be pairs',
  ],
  [{ type: 'obstacles', obstacles: [] }, 'dismissals must be a list of at most 1000, got undefined'],
  [
    { type: 'obstacles', obstacles: [], dismissals: [{ id: 1, kind: 'cloud', x: 0, y: 0 }] },
    'Cannot read dismissal: kind must be one of cable',
  ],
  [{ type: 'ack', id: 1, accepted: 'yes', reason: '' }, 'accepted must be true or false, got "yes"'],
])('text %# is refused by name', (message, problem) => {
  expect(() => decodeText(JSON.stringify(message))).toThrow(problem);
});
