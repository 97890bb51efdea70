import { homebound_interfaces as hb } from '@homebound/messages';
import type { ActionHandlers, ClientGoal, GoalHandle, Node, Outcome } from '../node.ts';
import { type ContractCase, found_s, later, node, type Saw } from './contract.ts';

type Handle = GoalHandle<hb.Drive_Goal, hb.Drive_Result, hb.Drive_Feedback>;
type Handlers = ActionHandlers<hb.Drive_Goal, hb.Drive_Result, hb.Drive_Feedback>;
type End = Outcome<{ status: string; result: hb.Drive_Result }>;

/** Sends a goal whose feedback and end are noted in a stream. */
function send(n: Node, saw: Saw, stream: string, mode = 'follow', onFeedback?: (progress: number) => void): ClientGoal {
  return n.actionClient(hb.Drive, 'drive').send(
    { mode, path: Float64Array.of(1, 2, 3) },
    (end: End) => saw(stream, end.ok ? `${end.value.status} ${end.value.result.outcome}` : end.error.code),
    ({ progress }) => {
      saw(stream, `at ${progress}`);
      onFeedback?.(progress);
    },
  );
}

/**
 * Drives each goal for `steps` steps of 50 ms, and ends it one later: feedback and end travel apart on a real graph, where
 * an end overtakes what was said right before it.
 */
const server = (saw: Saw, handlers: (n: Node) => Partial<Handlers> = () => ({}), steps = 3) =>
  node('drive', (n) =>
    n.actionServer(hb.Drive, 'drive', {
      execute(handle) {
        let step = 0;
        const timer = n.timer(0.05, () => {
          if (++step <= steps) return handle.feedback({ progress: step });
          timer.cancel();
          handle.succeed({ outcome: 'arrived' });
        });
        saw('server', `drives ${handle.goal.path.length}`);
      },
      ...handlers(n),
    }),
  );

const client = (start: (n: Node) => void) => node('client', (n) => later(n, found_s, () => start(n)));

/** What an action that is refused says. */
const refusal = (saw: Saw, act: () => void): void => {
  try {
    act();
  } catch (error) {
    saw('refused', (error as Error).message.replace(/goal [^\s:]+/, 'goal'));
  }
};

/** Waits for a cancel request, then does `then` with the goal; one that waits for ever gives feedback each 50 ms. */
const waits =
  (then: (handle: Handle, saw: Saw) => void, saw: Saw) =>
  (n: Node): Partial<Handlers> => ({
    execute(handle) {
      let step = 0;
      n.timer(0.05, () => {
        if (!handle.cancelRequested && step < 2) handle.feedback({ progress: ++step });
      });
    },
    cancel: (handle) => then(handle, saw),
  });

export const actionCases: readonly ContractCase[] = [
  {
    name: 'a goal is accepted, tells how it goes, and succeeds',
    nodes: (saw) => [server(saw), client((n) => send(n, saw, 'goal'))],
    lasts_s: 3,
    expected: { server: ['drives 3'], goal: ['at 1', 'at 2', 'at 3', 'succeeded arrived'] },
  },
  {
    name: 'a goal may end at once, in `execute`',
    nodes: (saw) => [
      server(saw, () => ({ execute: (handle) => handle.succeed({ outcome: 'here already' }) })),
      client((n) => send(n, saw, 'goal')),
    ],
    lasts_s: 3,
    expected: { goal: ['succeeded here already'] },
  },
  {
    name: 'a goal may be refused',
    nodes: (saw) => [
      server(saw, () => ({ accept: ({ mode }) => (mode === 'fly' ? 'it has no wings' : true) })),
      client((n) => send(n, saw, 'goal', 'fly')),
    ],
    lasts_s: 3,
    expected: { goal: ['rejected'] },
  },
  {
    name: 'a goal may be aborted, with a result',
    nodes: (saw) => [
      server(saw, () => ({ execute: (handle) => handle.abort({ outcome: 'blocked' }) })),
      client((n) => send(n, saw, 'goal')),
    ],
    lasts_s: 3,
    expected: { goal: ['aborted blocked'] },
  },
  {
    name: 'a canceled goal: the server is told once and ends it; no feedback comes in between; canceling again is harmless',
    nodes: (saw) => [
      server(
        saw,
        waits((handle) => {
          saw('server', `cancel ${handle.cancelRequested}`);
          handle.feedback({ progress: 99 });
          handle.canceled({ outcome: 'stopped' });
        }, saw),
      ),
      client((n) => {
        const goal = send(n, saw, 'goal', 'follow', (progress) => {
          if (progress < 2) return;
          goal.cancel();
          goal.cancel();
          later(n, 0.5, () => goal.cancel());
        });
      }),
    ],
    lasts_s: 3,
    expected: { server: ['cancel true'], goal: ['at 1', 'at 2', 'canceled stopped'] },
  },
  {
    name: 'a cancel request may be answered with success: the work was done already',
    nodes: (saw) => [
      server(
        saw,
        waits((handle) => handle.succeed({ outcome: 'arrived' }), saw),
      ),
      client((n) => {
        const goal = send(n, saw, 'goal', 'follow', (progress) => progress === 2 && goal.cancel());
      }),
    ],
    lasts_s: 3,
    expected: { goal: ['at 1', 'at 2', 'succeeded arrived'] },
  },
  {
    name: 'a goal that is canceled as soon as it was sent ends canceled',
    nodes: (saw) => [
      server(
        saw,
        waits((handle) => handle.canceled({ outcome: 'stopped' }), saw),
      ),
      client((n) => send(n, saw, 'goal').cancel()),
    ],
    lasts_s: 3,
    expected: { goal: ['canceled stopped'] },
  },
  {
    name: 'pre-emption: a server that takes a new goal aborts the old one',
    nodes: (saw) => {
      let active: Handle | undefined;
      return [
        server(saw, () => ({
          execute(handle) {
            active?.abort({ outcome: 'pre-empted' });
            active = handle;
            if (handle.goal.mode === 'second') handle.succeed({ outcome: 'arrived' });
          },
        })),
        client((n) => {
          send(n, saw, 'first', 'first');
          later(n, 0.3, () => send(n, saw, 'second', 'second'));
        }),
      ];
    },
    lasts_s: 3,
    expected: { first: ['aborted pre-empted'], second: ['succeeded arrived'] },
  },
  {
    name: 'an `execute` that throws is a fault, and its goal ends as aborted',
    nodes: (saw) => [
      server(saw, () => ({
        execute: () => {
          throw new Error('broken');
        },
      })),
      client((n) => send(n, saw, 'goal')),
    ],
    lasts_s: 3,
    expected: { goal: ['aborted '], faults: ['drive: action drive (1)'] },
  },
  {
    name: 'an `accept` that throws is a fault, and its goal is not taken',
    nodes: (saw) => [
      server(saw, () => ({
        accept: () => {
          throw new Error('broken');
        },
      })),
      client((n) => send(n, saw, 'goal')),
    ],
    lasts_s: 3,
    expected: { goal: ['failed'], faults: ['drive: action drive (1)'] },
    onRos: { why: 'ROS answers a goal with yes or no', expected: { goal: ['rejected'] } },
  },
  {
    name: 'a `cancel` that throws is a fault, and the goal goes on',
    nodes: (saw) => [
      server(saw, (n) => ({
        execute: (handle) => later(n, 1, () => handle.succeed({ outcome: 'arrived' })),
        cancel: () => {
          throw new Error('broken');
        },
      })),
      client((n) => {
        const goal = send(n, saw, 'goal');
        later(n, 0.3, () => goal.cancel());
      }),
    ],
    lasts_s: 4,
    expected: { goal: ['succeeded arrived'], faults: ['drive: action drive (1)'] },
  },
  {
    name: 'a client whose callbacks throw has faults, and hears of its goal to the end',
    nodes: (saw) => [
      server(saw),
      client((n) => {
        n.actionClient(hb.Drive, 'drive').send(
          {},
          (end) => {
            saw('goal', end.ok ? end.value.status : end.error.code);
            throw new Error('broken');
          },
          () => {
            throw new Error('broken');
          },
        );
      }),
    ],
    lasts_s: 3,
    expected: {
      server: ['drives 0'],
      goal: ['succeeded'],
      faults: [1, 2, 3, 4].map((count) => `client: answer of drive (${count})`),
    },
  },
  {
    name: 'a goal ends once, and is canceled only when somebody asked for it',
    nodes: (saw) => [
      server(saw, () => ({
        execute(handle) {
          refusal(saw, () => handle.canceled({}));
          handle.succeed({ outcome: 'arrived' });
          refusal(saw, () => handle.abort({}));
          refusal(saw, () => handle.feedback({}));
        },
      })),
      client((n) => send(n, saw, 'goal')),
    ],
    lasts_s: 3,
    expected: {
      goal: ['succeeded arrived'],
      refused: [
        'Cannot end goal as canceled: nobody asked to cancel it; use abort',
        'Cannot abort goal: it has ended (succeeded)',
        'Cannot give feedback on goal: it has ended (succeeded)',
      ],
    },
  },
  {
    name: 'a result that cannot be sent is refused with its field, and the goal may end with another',
    nodes: (saw) => [
      server(saw, () => ({
        execute(handle) {
          refusal(saw, () => handle.succeed({ outcome: 5 as never }));
          handle.abort({ outcome: 'blocked' });
        },
      })),
      client((n) => send(n, saw, 'goal')),
    ],
    lasts_s: 3,
    expected: {
      goal: ['aborted blocked'],
      refused: ['Cannot send homebound_interfaces/Drive_Result.outcome: it must be a text, got 5'],
    },
  },
  {
    name: 'an action that nobody serves is unavailable',
    nodes: (saw) => [client((n) => send(n, saw, 'goal'))],
    lasts_s: 8,
    expected: { goal: ['unavailable'] },
  },
  {
    name: 'two goals of two clients run beside each other, each with its own feedback',
    nodes: (saw) => [
      server(saw),
      ...['one', 'two'].map((name) => node(name, (n) => later(n, found_s, () => send(n, saw, name)))),
    ],
    lasts_s: 3,
    expected: {
      server: ['drives 3', 'drives 3'],
      one: ['at 1', 'at 2', 'at 3', 'succeeded arrived'],
      two: ['at 1', 'at 2', 'at 3', 'succeeded arrived'],
    },
  },
];
