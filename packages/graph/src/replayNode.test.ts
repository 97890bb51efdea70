import { homebound_interfaces, type MessageType, std_msgs, std_srvs } from '@homebound/messages';
import { Bag } from './bag.ts';
import { LocalGraph } from './localGraph.ts';
import { type NodeFault, qos } from './node.ts';
import type { ParameterValues } from './parameters.ts';
import { qosToYaml } from './recordedQos.ts';
import { Recording } from './recording.ts';
import { RecordingWriter } from './recordingWriter.ts';
import { replayNode, type replayParameters } from './replayNode.ts';

interface Said {
  readonly topic: string;
  readonly time_s: number;
  readonly type: Pick<MessageType<unknown>, 'name' | 'definition'>;
  readonly bytes: Uint8Array;
  readonly isLatched?: boolean;
}

const text = (topic: string, time_s: number, data: string, isLatched = false): Said => {
  return { topic, time_s, type: std_msgs.String, bytes: std_msgs.String.encode({ data }), isLatched };
};

function bagOf(said: readonly Said[]): Bag {
  const pieces: Uint8Array[] = [];
  const writer = new RecordingWriter({ write: (bytes) => pieces.push(bytes.slice()) });
  for (const { topic, time_s, type, bytes, isLatched } of said) {
    const metadata = new Map([['offered_qos_profiles', qosToYaml(isLatched ? qos.latched : qos.reliable)]]);
    const channel = writer.addChannel({ topic, type: type.name, definition: type.definition, metadata });
    writer.addMessage(channel, BigInt(Math.round(time_s * 1e9)), bytes);
  }
  writer.close();
  return new Bag([{ name: 'bag.mcap', recording: new Recording(new Uint8Array(Buffer.concat(pieces))) }]);
}

/** Plays a bag on a LocalGraph whose time begins at 100 s, and listens to the topics. */
function play(bag: Bag, parameters: Partial<ParameterValues<typeof replayParameters>> = {}) {
  const faults: NodeFault[] = [];
  const graph = new LocalGraph({ epoch_s: 100, onFault: (fault) => faults.push(fault) });
  const heard: string[] = [];
  const steps: string[] = [];
  const time = {
    pace: 1,
    pause: () => void steps.push('pause'),
    play: () => void steps.push('play'),
    restart: (at_s: number) => void steps.push(`restart ${at_s}`),
  };
  const after = (delay_s: number, callback: () => void): void => {
    steps.push(`after ${delay_s}`);
    callback();
  };
  graph.add(replayNode({ open: () => bag, time, after, inputTopics: ['button', 'shake/_service_event'] }), {
    bag: 'a bag',
    ...parameters,
  });
  for (const topic of ['a', 'b', 'button'])
    graph.outside.subscribe(std_msgs.String, topic, qos.reliable, ({ data }) =>
      heard.push(`${topic} ${data} ${(graph.now_s() - 100).toFixed(2)}`),
    );
  const logs: string[] = [];
  graph.tap(({ topic }, message) => {
    if (topic === 'rosout') logs.push((message as { msg: string }).msg);
  });
  return { graph, time, heard, steps, faults, logs };
}

test('each message comes at its time, at the rate that is asked for; then time stands', () => {
  const { graph, time, heard, steps, faults, logs } = play(
    bagOf([text('/a', 100.5, 'one'), text('/b', 101.25, 'two')]),
    {
      rate: 2,
      delay: 3,
    },
  );
  graph.runFor(5);
  expect(heard).toEqual(['a one 0.50', 'b two 1.25']);
  expect(time.pace).toBe(2);
  expect(steps).toEqual(['restart 100.5', 'pause', 'after 3', 'play', 'pause']);
  expect(faults).toEqual([]);
  expect(logs.at(-1)).toBe('the end: 2 messages played');
});

test('from the middle: what holds is said first, what is past is not', () => {
  const bag = bagOf([
    text('/b', 100, 'old', true),
    text('/a', 100.1, 'past'),
    text('/b', 100.2, 'holds', true),
    text('/a', 101.5, 'next'),
  ]);
  const { graph, heard, steps } = play(bag, { start_offset: 1 });
  graph.runFor(5);
  expect(heard).toEqual(['b holds 0.00', 'a next 1.50']);
  expect(steps[0]).toBe('restart 101');
});

test('in a loop time is set back at the end', () => {
  const { graph, steps, heard } = play(bagOf([text('/a', 100.5, 'x')]), { loop: true });
  graph.runFor(0.505);
  expect(steps.filter((step) => step === 'restart 100.5').length).toBe(2);
  graph.runFor(0.01);
  expect(heard).toEqual(['a x 0.50', 'a x 0.51']);
});

test('only the topics that are named; one that is not there is said', () => {
  const { graph, heard, logs } = play(bagOf([text('/a', 100.5, 'x'), text('/b', 100.6, 'y')]), { topics: '/b c' });
  graph.runFor(2);
  expect(heard).toEqual(['b y 0.60']);
  expect(logs).toContain('the recording has no c');
});

test('for a mind beside: what sensors and people said, and their calls as calls', () => {
  const graph = new LocalGraph();
  const pieces: Said[] = [];
  graph.add({
    name: 'caller',
    parameters: {},
    latency_s: 0,
    start(node) {
      node.service(std_srvs.SetBool, 'shake', (_, respond) => respond({ success: true }));
      node.client(std_srvs.SetBool, 'shake').call({ data: true }, () => undefined);
      return undefined;
    },
  });
  graph.tap(({ topic, type }, message) => {
    if (topic === 'shake/_service_event') pieces.push({ topic, time_s: 100.5, type, bytes: type.encode(message) });
  });
  graph.runFor(1);
  const bag = bagOf([...pieces, text('/button', 101, 'pressed'), text('/a', 101, 'x')]);
  const asked: boolean[] = [];
  const begin = (inputs_only: boolean) => {
    const run = play(bag, { inputs_only });
    run.graph.outside.service(std_srvs.SetBool, 'shake', ({ data }, respond) => {
      asked.push(data);
      respond({ success: true });
    });
    run.graph.runFor(2);
    return run;
  };
  expect(begin(true).heard).toEqual(['button pressed 1.00']);
  expect(asked).toEqual([true]);
  expect(begin(false).heard.sort()).toEqual(['a x 1.00', 'button pressed 1.00']);
  expect(asked).toEqual([true]);
});

test('a message of another version of its type, and of a type that nobody here knows', () => {
  const older = { name: 'std_msgs/msg/ColorRGBA', definition: 'float64 r\nfloat32 g' };
  const view = new DataView(new ArrayBuffer(16));
  view.setUint32(0, 0x100, false);
  view.setUint8(1, 1);
  view.setFloat64(4, 0.5, true);
  view.setFloat32(12, 0.25, true);
  const foreign = { name: 'their_msgs/msg/Count', definition: 'int32 n' };
  const bag = bagOf([
    { topic: '/colour', time_s: 100.5, type: older, bytes: new Uint8Array(view.buffer) },
    { topic: '/count', time_s: 100.6, type: foreign, bytes: Uint8Array.of(0, 1, 0, 0, 7, 0, 0, 0) },
  ]);
  const { graph, faults } = play(bag);
  const heard: unknown[] = [];
  graph.tap(({ topic, type }, message) => {
    if (topic === 'colour' || topic === 'count') heard.push([type.name, message]);
  });
  graph.runFor(2);
  expect(heard).toEqual([
    ['std_msgs/msg/ColorRGBA', { r: 0.5, g: 0.25, b: 0, a: 0 }],
    ['their_msgs/msg/Count', { n: 7 }],
  ]);
  expect(faults).toEqual([]);
});

test('bytes that are none of their type end that topic alone, with a reason', () => {
  const spoilt = { ...text('/b', 100.5, ''), bytes: Uint8Array.of(0, 1, 0, 0, 99, 0, 0, 0) };
  const { graph, heard, faults, logs } = play(bagOf([spoilt, { ...spoilt, time_s: 100.6 }, text('/a', 101, 'x')]));
  graph.runFor(2);
  expect(heard).toEqual(['a x 1.00']);
  expect(faults).toEqual([]);
  expect(logs.filter((line) => /^b is left out from here on: /.test(line))).toHaveLength(1);
  expect(logs).toContainEqual('the end: 1 messages played');
});

test.each([
  ['no bag', bagOf([text('/a', 100.5, 'x')]), { bag: '' }, /needs the parameter bag/],
  ['nothing in it', bagOf([]), {}, /nothing to play: it has no messages/],
  ['nothing that is asked for', bagOf([text('/a', 100.5, 'x')]), { topics: 'b' }, /nothing to play: it has a$/],
])('%s is refused', (_, bag, parameters, reason) => {
  const { graph, faults } = play(bag, parameters);
  graph.runFor(1);
  expect(faults.map(({ error }) => (error as Error).message)).toEqual([expect.stringMatching(reason)]);
});

test('types of ours are among those that are played', () => {
  const { Safety } = homebound_interfaces;
  const bag = bagOf([{ topic: '/safety', time_s: 100.5, type: Safety, bytes: Safety.encode(Safety.create()) }]);
  const { graph } = play(bag);
  let heard = 0;
  graph.outside.subscribe(Safety, 'safety', qos.sensorIn, () => heard++);
  graph.runFor(1);
  expect(heard).toBe(1);
});
