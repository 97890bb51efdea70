import { createRng } from '@homebound/math';
import { type Endpoint, EventQueue, type GraphEvent } from './eventQueue.ts';

const endpoint = (order: number): Endpoint => {
  return { node: 'n', where: '', order, depth: 1, closed: false, dropped: 0, run: () => undefined };
};

test('events come as a sort by time, receiver, sender and sequence puts them (seed 5)', () => {
  const rng = createRng(5);
  const endpoints = Array.from({ length: 4 }, (_, i) => endpoint(i));
  const queue = new EventQueue();
  const events: GraphEvent[] = [];
  const popped: GraphEvent[] = [];
  for (let sequence = 0; sequence < 2000; sequence++) {
    const event: GraphEvent = {
      time_ns: rng.int(40),
      endpoint: endpoints[rng.int(4)]!,
      origin: 'abc'[rng.int(3)]!,
      sequence,
      payload: undefined,
    };
    queue.push(event);
    events.push(event);
  }
  for (let event = queue.pop(); event; event = queue.pop()) popped.push(event);
  const key = ({ time_ns, endpoint: { order }, origin, sequence }: GraphEvent): string =>
    `${String(time_ns).padStart(3, '0')} ${order} ${origin} ${String(sequence).padStart(5, '0')}`;
  expect(popped.map(key)).toEqual(events.map(key).sort());
  expect(queue.length).toBe(0);
});

test('pushes between pops keep the order', () => {
  const rng = createRng(6);
  const queue = new EventQueue();
  const one = endpoint(0);
  let last_ns = 0;
  for (let sequence = 0; sequence < 3000; sequence++) {
    queue.push({ time_ns: last_ns + rng.int(50), endpoint: one, origin: 'a', sequence, payload: undefined });
    if (rng.uniform() < 0.6) {
      const { time_ns } = queue.pop()!;
      expect(time_ns).toBeGreaterThanOrEqual(last_ns);
      last_ns = time_ns;
    }
  }
});
