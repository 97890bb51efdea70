import { createRng } from '@homebound/math';
import { std_msgs, std_srvs } from '@homebound/messages';
import { LocalGraph } from './localGraph.ts';
import type { Node, NodeDefinition, NodeFault } from './node.ts';
import { recordGraph } from './recorder.ts';
import { Recording } from './recording.ts';
import { replayInto } from './replay.ts';

/** Few values, so that timers, latencies and deliveries fall together all the time. */
const periods_s = [0.01, 0.02, 0.05, 0.07];
const latencies_s = [0, 0.01, 0.02, 0.05];
const topics = ['a', 'b', 'c', 'd'];
const duration_s = 2;

/** A node that talks and listens on random topics; its output depends on everything that it met, and on the order. */
function randomNode(name: string, seed: number): NodeDefinition {
  const rng = createRng(seed).fork(name);
  const pick = <T>(list: readonly T[]): T => list[rng.int(list.length)]!;
  const latency_s = pick(latencies_s);
  const listens = topics.filter(() => rng.uniform() < 0.5).map((topic) => ({ topic, depth: 1 + rng.int(3) }));
  const talks = [pick(topics), pick(topics)];
  const timers_s = [pick(periods_s), pick(periods_s)];
  const serves = name === 'n0';
  const calls = name === 'n3' || name === 'n4';
  const start = (node: Node): undefined => {
    let state = 0.1 + rng.uniform() / 2;
    let met = 0;
    const mix = (value: number): void => {
      met++;
      state = Math.abs((state * 3.97 * (1 - state) + value * 0.37) % 1);
    };
    const outs = talks.map((topic) => node.publisher(std_msgs.Float64, topic));
    const talk = (i: number): void => {
      for (let n = 0; n <= met % 3; n++) outs[i]!.publish({ data: state });
    };
    for (const { topic, depth } of listens)
      node.subscribe(std_msgs.Float64, topic, { depth, reliability: 'reliable', durability: 'volatile' }, (message) => {
        mix(message.data);
        if (state < 0.1) talk(1);
      });
    const client = node.client(std_srvs.SetBool, 'serve');
    for (const period_s of timers_s)
      node.timer(period_s, () => {
        mix(period_s);
        talk(0);
        if (calls && state < 0.1) client.call({ data: met % 2 === 0 }, (outcome) => mix(outcome.ok ? 0.2 : 0.6), 0.03);
        if (state > 0.95) {
          const once = node.timer(0.03, () => {
            once.cancel();
            mix(0.5);
          });
        }
      });
    if (serves)
      node.service(std_srvs.SetBool, 'serve', (request, respond) => {
        mix(request.data ? 0.11 : 0.22);
        respond({ success: state < 0.5 });
      });
    talk(0);
    return undefined;
  };
  return { name, parameters: {}, latency_s, start };
}

function run(seed: number, names: readonly string[], replayed?: Recording): { bytes: Uint8Array; faults: NodeFault[] } {
  const faults: NodeFault[] = [];
  const graph = new LocalGraph({ onFault: (fault) => faults.push(fault) });
  for (const name of names) graph.add(randomNode(name, seed));
  const pieces: Uint8Array[] = [];
  const recorder = recordGraph(graph, { write: (bytes) => pieces.push(bytes.slice()) });
  if (replayed) replayInto(graph, replayed);
  for (let i = 1; i <= 10; i++) {
    graph.runUntil((duration_s * i) / 10);
    if (!replayed) graph.inject(std_msgs.Bool, 'button', { data: true });
  }
  recorder.close();
  return { bytes: new Uint8Array(Buffer.concat(pieces)), faults };
}

/** What one node published, with times. */
function outputs(bytes: Uint8Array, name: string): string[] {
  const found: string[] = [];
  for (const { channel, time_ns, data } of new Recording(bytes).messages())
    if (channel.node === name) found.push(`${time_ns} ${channel.topic} ${Buffer.from(data).toString('hex')}`);
  return found;
}

const all = ['n0', 'n1', 'n2', 'n3', 'n4'];
test.each([1, 2, 3])('any part of a random network replays bit for bit (seed %d)', (seed) => {
  const whole = run(seed, all);
  expect(whole.faults).toEqual([]);
  const callers = new Set(
    [...new Recording(whole.bytes).messages(['serve/_service_event'])].map((m) => m.channel.node),
  );
  expect([...callers].sort()).toEqual(['n3', 'n4']);
  for (const under of [['n0'], ['n2'], ['n1', 'n2'], ['n0', 'n3'], ['n0', 'n1', 'n4']]) {
    const replay = run(seed, under, new Recording(whole.bytes));
    expect(replay.faults).toEqual([]);
    for (const name of under) {
      const before = outputs(whole.bytes, name);
      expect(before.length).toBeGreaterThan(30);
      expect(outputs(replay.bytes, name).join('\n')).toBe(before.join('\n'));
    }
  }
});
