import { homebound_interfaces, std_srvs } from '@homebound/messages';
import { LocalGraph } from './localGraph.ts';
import type { Node, NodeDefinition, NodeFault, Outcome } from './node.ts';

function node(name: string, start: (node: Node) => unknown, latency_s = 0): NodeDefinition {
  return { name, parameters: {}, latency_s, start: (n) => start(n) as (() => void) | undefined };
}

test('a service answers at once or later; absent, silent and broken servers are told apart', () => {
  const faults: NodeFault[] = [];
  const graph = new LocalGraph({ onFault: (fault) => faults.push(fault) });
  const got: [string, number, string][] = [];
  const { Trigger } = std_srvs;
  graph.add(
    node(
      'server',
      (n) => {
        n.service(Trigger, 'now', (_request, respond) => respond({ success: true, message: 'done' }));
        n.service(Trigger, 'later', (_request, respond) => {
          const timer = n.timer(1, () => {
            timer.cancel();
            respond({ success: true, message: 'late' });
          });
        });
        n.service(Trigger, 'never', () => undefined);
        n.service(Trigger, 'broken', () => {
          throw new Error('out of order');
        });
      },
      0.25,
    ),
  );
  graph.add(
    node(
      'client',
      (n) => {
        const hear = (name: string) => (outcome: Outcome<std_srvs.Trigger_Response>) =>
          got.push([name, n.now_s(), outcome.ok ? outcome.value.message : outcome.error.code]);
        for (const name of ['now', 'later', 'never', 'broken', 'absent'])
          n.client(Trigger, name).call({}, hear(name), 10);
        n.client(Trigger, 'later').call({}, hear('impatient'), 0.5);
      },
      0.5,
    ),
  );
  graph.runUntil(20);
  expect(got.map(([name, , what]) => [name, what])).toEqual([
    ['impatient', 'timeout'],
    ['now', 'done'],
    ['broken', 'failed'],
    ['absent', 'unavailable'],
    ['later', 'late'],
    ['never', 'timeout'],
  ]);
  expect(got.find(([name]) => name === 'now')![1]).toBeCloseTo(0.75, 6); // 0.5 there + 0.25 back
  expect(faults).toMatchObject([{ node: 'server', where: 'service broken', count: 1 }]);
});

describe('actions', () => {
  const { Drive } = homebound_interfaces;
  type Event = string;

  function run(act: (client: Node, log: (event: Event) => void) => void): { events: Event[]; faults: NodeFault[] } {
    const faults: NodeFault[] = [];
    const events: Event[] = [];
    const graph = new LocalGraph({ onFault: (fault) => faults.push(fault) });
    graph.add(
      node('drive', (n) => {
        n.actionServer(Drive, 'drive', {
          accept: (goal) => (goal.mode === 'fly' ? 'it cannot fly' : true),
          execute: (handle) => {
            if (handle.goal.mode === 'break') throw new Error('broken');
            let driven = 0;
            const timer = n.timer(1, () => {
              handle.feedback({ progress: ++driven });
              if (handle.cancelRequested) handle.canceled({ outcome: 'blocked' });
              else if (driven === 3) handle.succeed({ outcome: 'arrived' });
              else return;
              timer.cancel();
            });
          },
          cancel: () => events.push('server told to cancel'),
        });
      }),
    );
    graph.add(node('mission', (n) => act(n, (event) => events.push(event))));
    graph.runUntil(10);
    return { events, faults };
  }

  const send = (n: Node, mode: string, log: (event: Event) => void, name = 'drive') =>
    n.actionClient(Drive, name).send(
      { mode },
      (outcome) =>
        log(outcome.ok ? `${outcome.value.status} ${outcome.value.result.outcome}` : JSON.stringify(outcome.error)),
      (feedback) => log(`at ${feedback.progress}`),
    );

  test('a goal gives feedback and ends', () => {
    const { events } = run((n, log) => void send(n, 'follow', log));
    expect(events).toEqual(['at 1', 'at 2', 'at 3', 'succeeded arrived']);
  });

  test('a cancelled goal ends when the server says so; cancelling again is harmless', () => {
    const { events, faults } = run((n, log) => {
      const goal = send(n, 'follow', log);
      n.timer(1.5, () => goal.cancel());
    });
    expect(events).toEqual(['at 1', 'server told to cancel', 'canceled blocked']);
    expect(faults).toEqual([]);
  });

  test('refused, absent and broken', () => {
    const { events, faults } = run((n, log) => {
      send(n, 'fly', log);
      send(n, 'follow', log, 'nowhere');
      send(n, 'break', log);
    });
    expect(events).toEqual([
      '{"code":"unavailable","message":"nobody serves nowhere"}',
      '{"code":"rejected","message":"it cannot fly"}',
      'aborted ',
    ]);
    expect(faults).toMatchObject([{ node: 'drive', where: 'action drive' }]);
  });
});
