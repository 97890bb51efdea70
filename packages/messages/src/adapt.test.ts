import { adaptTo } from './adapt.ts';
import { codecFromDefinition } from './codecFromDefinition.ts';
import { composeMessage } from './compose.ts';
import { layoutOf, messagesIn, parseDefinition } from './definition.ts';
import { nav_msgs, nav2_msgs, unique_identifier_msgs } from './index.ts';

const rule = '='.repeat(80);
const time = `${rule}\nMSG: builtin_interfaces/Time\nint32 sec\nuint32 nanosec`;

describe('a definition', () => {
  const text = `# about the type
uint8 OK=0   # a constant
byte[<=3] raw
string<=5[2] names
float64 speed 0.25 # a default
string word "a # b"
Part part
time stamp
${time}
${rule}
MSG: pkg/Part
bool on true
int64 big -7`;

  test('is read: constants, comments, defaults, bounds, names without a package', () => {
    const messages = parseDefinition('pkg/msg/Whole', text);
    expect([...messages.keys()]).toEqual(['pkg/Whole', 'builtin_interfaces/Time', 'pkg/Part']);
    expect(messages.get('pkg/Whole')).toEqual([
      { name: 'raw', type: 'uint8', isOctet: true, isMessage: false, array: { kind: 'sequence', n: 3 } },
      { name: 'names', type: 'string', isMessage: false, maxText: 5, array: { kind: 'fixed', n: 2 } },
      { name: 'speed', type: 'float64', isMessage: false, fallback: 0.25 },
      { name: 'word', type: 'string', isMessage: false, fallback: 'a # b' },
      { name: 'part', type: 'pkg/Part', isMessage: true },
      { name: 'stamp', type: 'builtin_interfaces/Time', isMessage: true },
    ]);
    expect(codecFromDefinition('pkg/msg/Whole', text).create()).toMatchObject({
      speed: 0.25,
      word: 'a # b',
      part: { on: true, big: -7n },
    });
  });

  test('says which messages it needs', () => {
    expect(messagesIn('pkg/msg/Whole', 'Header h\nstd_msgs/msg/Header other\nfloat32 x')).toEqual([
      'pkg/Header',
      'std_msgs/Header',
    ]);
  });

  test.each([
    ['wstring text', 'wstring is not supported in "wstring text"'],
    ['int32[] numbers [1, 2]', 'the default of an array is not supported'],
    ['other/Part part', 'pkg/Whole.part is a other/Part, which it lacks'],
    ['float64', 'no field in "float64"'],
  ])('%j is refused with type and line', (line, reason) => {
    expect(() => parseDefinition('pkg/msg/Whole', line)).toThrow(reason);
  });

  test('has a layout that comments, constants and defaults do not change, and names, types and order do', () => {
    const layout = (fields: string) => layoutOf('pkg/msg/A', fields);
    expect(layout('float64 x 1.0 # m\nint8 A=1\nint32[4] y')).toBe(layout('float64 x\nint32[4] y'));
    for (const other of [
      'int32[4] y\nfloat64 x',
      'float32 x\nint32[4] y',
      'float64 x\nint32[] y',
      'float64 z\nint32[4] y',
    ])
      expect(layout(other)).not.toBe(layout('float64 x\nint32[4] y'));
  });
});

describe('a type held against the installed definition', () => {
  const { Path } = nav_msgs;

  test('is itself where both lie alike', () => {
    const { type, isSame } = adaptTo(Path, `# a comment\n${Path.definition}`);
    expect(isSame).toBe(true);
    expect(type).toBe(Path);
  });

  test('a newer one: what we know goes by its name, what it adds stays at its default, both ways', () => {
    // As a later distribution may have it: a field in the middle, two that changed places, one of another width.
    const installed = `uint16 error_code 3\nbuiltin_interfaces/Time planned_at\nstring error_msg\n${time}`;
    const ours = codecFromDefinition('nav2_msgs/action/Plan_Result', 'string error_msg\nuint8 error_code');
    const { type, missing, unknown, isSame } = adaptTo(ours, installed);
    expect({ missing, unknown, isSame }).toEqual({
      missing: [],
      unknown: ['nav2_msgs/Plan_Result.planned_at', 'builtin_interfaces/Time.sec', 'builtin_interfaces/Time.nanosec'],
      isSame: false,
    });
    const theirs = codecFromDefinition('nav2_msgs/action/Plan_Result', installed);
    const bytes = type.encode(type.canonical({ error_msg: 'no way', error_code: 7 }));
    expect(theirs.decode(bytes)).toEqual({ error_code: 7, planned_at: { sec: 0, nanosec: 0 }, error_msg: 'no way' });
    const back = theirs.encode(theirs.canonical({ error_code: 9, planned_at: { sec: 1, nanosec: 2 }, error_msg: 'x' }));
    expect(type.decode(back)).toEqual({ error_msg: 'x', error_code: 9 });
    const wide = theirs.encode(theirs.canonical({ error_code: 300 }));
    expect(() => type.decode(wide)).toThrow('nav2_msgs/Plan_Result.error_code: it must be an integer in [0, 255]');
  });

  test('an older one: what it lacks is named, also deep inside', () => {
    const older = Path.definition.replace('float64 w 1', '');
    const { missing, type } = adaptTo(Path, older);
    expect(missing).toEqual(['geometry_msgs/Quaternion.w']);
    const pose = { header: { frame_id: 'map', stamp: { sec: 0, nanosec: 0 } } } as never;
    const path = type.decode(type.encode(type.canonical({ poses: [pose] })));
    expect(path.poses[0]!.pose.orientation).toEqual({ x: 0, y: 0, z: 0, w: 1 });
  });
});

test('a message composed of others has the bytes of its definition', () => {
  const { UUID } = unique_identifier_msgs;
  const name = 'nav2_msgs/action/FollowPath_GetResult_Response';
  const { result } = nav2_msgs.FollowPath;
  const composed = composeMessage<{ status: number; result: nav2_msgs.FollowPath_Result }>(name, {
    status: 'int8',
    result,
  });
  const plain = codecFromDefinition(name, composed.definition);
  const message = composed.canonical({ status: 4 });
  expect(composed.encode(message)).toEqual(plain.encode(message as never));
  expect(composed.decode(composed.encode(message))).toEqual(message);
  const goal = composeMessage('x/action/Y_SendGoal_Request', { goal_id: UUID, goal: nav_msgs.Path });
  const bytes = goal.encode(goal.canonical({ goal_id: { uuid: new Uint8Array(16).fill(7) } }));
  expect([...bytes.slice(4, 20)]).toEqual(new Array(16).fill(7));
  expect(() => composed.canonical({ status: 300 })).toThrow(`${name}.status`);
});
