import { std_msgs } from '@homebound/messages';
import { qos } from '../node.ts';
import { type ContractCase, found_s, later, node, parametersNode, type Saw } from './contract.ts';
import { logWatcher } from './topics.ts';

const { Int32 } = std_msgs;

const schema = {
  speed: { default: 0.3, unit: 'm/s', min: 0, max: 0.5, description: 'Top speed.' },
  beams: { default: 360, integer: true, min: 1, description: 'Beams of a scan.' },
  mode: { default: 'lanes', oneOf: ['lanes', 'spiral'], description: 'Pattern.' },
  careful: { default: true, description: 'Whether it drives slowly.' },
} as const;

const planner = (saw: Saw) => parametersNode('planner', schema, (values) => saw('values', JSON.stringify(values)));

/** A value that is refused when the node is added. */
const refusedValue = (name: string, overrides: Readonly<Record<string, unknown>>, message: string): ContractCase => ({
  name: `parameters: ${name} is refused`,
  nodes: (saw) => [{ definition: planner(saw), overrides }],
  lasts_s: 0.3,
  expected: { refused: [message] },
});

export const nodeCases: readonly ContractCase[] = [
  {
    name: 'a timer calls first after one period, then once each period, until it is canceled; time never goes back',
    nodes: (saw) => [
      node('clock', (n) => {
        const begin_s = n.now_s();
        let last_s = begin_s;
        let ticks = 0;
        const timer = n.timer(0.1, () => {
          ticks += 1;
          // Only an upper bound of the pace: how late a busy machine is, is no promise.
          saw('ticks', n.now_s() >= last_s && n.now_s() - begin_s > 0.1 * ticks - 0.05 ? ticks : 'early');
          last_s = n.now_s();
          if (ticks === 5) timer.cancel();
        });
      }),
    ],
    lasts_s: 2,
    expected: { ticks: ['1', '2', '3', '4', '5'] },
  },
  {
    name: 'a timer without a period is refused',
    nodes: (saw) => [
      node('clock', (n) => {
        for (const period_s of [0, -1, Number.NaN])
          try {
            n.timer(period_s, () => {});
          } catch (error) {
            saw('refused', (error as Error).message);
          }
      }),
    ],
    lasts_s: 0.3,
    expected: {
      refused: ['0', '-1', 'NaN'].map((got) => `Cannot make a timer in clock: period_s must be > 0, got ${got}`),
    },
  },
  {
    name: 'callbacks that throw are counted by node and place, and end nothing, the asynchronous ones too',
    nodes: (saw) => [
      node('bad', (n) => {
        let ticks = 0;
        const timer = n.timer(0.1, () => {
          if (++ticks === 3) timer.cancel();
          saw('ticks', ticks);
          throw new Error('broken');
        });
        n.subscribe(Int32, 'x', qos.reliable, (async () => {
          throw new Error('broken later');
        }) as () => void);
      }),
      node('talker', (n) => {
        const out = n.publisher(Int32, 'x');
        later(n, found_s, () => out.publish({ data: 1 }));
      }),
    ],
    lasts_s: 2,
    expected: {
      ticks: ['1', '2', '3'],
      faults: ['bad: timer 0.1 s (1)', 'bad: timer 0.1 s (2)', 'bad: timer 0.1 s (3)', 'bad: subscription x (1)'],
    },
  },
  {
    name: 'a node whose `start` throws is gone, with all that it made, and the others live',
    nodes: (saw) => [
      node('broken', (n) => {
        n.subscribe(Int32, 'x', qos.reliable, () => saw('heard', 'broken'));
        n.timer(0.1, () => saw('heard', 'tick'));
        throw new Error('no lidar');
      }),
      node('good', (n) => void n.subscribe(Int32, 'x', qos.reliable, ({ data }) => saw('heard', data))),
      node('talker', (n) => {
        const out = n.publisher(Int32, 'x');
        later(n, found_s, () => out.publish({ data: 1 }));
      }),
    ],
    lasts_s: 2,
    expected: { heard: ['1'], faults: ['broken: start (1)'] },
  },
  {
    name: 'at shutdown each node is told once, the last added first, and one that throws keeps none of the others from it',
    nodes: (saw) =>
      ['body', 'slam', 'mission'].map((name) =>
        node(name, () => () => {
          saw('stopped', name);
          if (name === 'slam') throw new Error('cannot stop');
        }),
      ),
    lasts_s: 0.3,
    together: 'it is about the order in one process',
    expected: { stopped: ['mission', 'slam', 'body'], faults: ['slam: cleanup (1)'] },
  },
  {
    name: 'what nodes log is on rosout, with level and node',
    nodes: (saw) => [
      logWatcher(saw, 'hears'),
      node('talker', (n) =>
        later(n, found_s, () => {
          for (const level of ['info', 'warn', 'error'] as const) n.log(level, `the log hears ${level}`);
        }),
      ),
    ],
    lasts_s: 2,
    expected: {
      log: ['20 talker the log hears info', '30 talker the log hears warn', '40 talker the log hears error'],
    },
  },
  {
    name: 'a fault is in the log too',
    nodes: (saw) => [
      logWatcher(saw, 'a broken gyro'),
      node('bad', (n) =>
        later(n, found_s, () => {
          throw new Error('a broken gyro');
        }),
      ),
    ],
    lasts_s: 2,
    expected: {
      faults: ['bad: timer 0.6 s (1)'],
      log: ['40 bad timer 0.6 s: Error: a broken gyro (fault 1)'],
    },
  },
  {
    name: 'parameters: the defaults, and what is laid over them',
    nodes: (saw) => [
      planner(saw),
      { definition: { ...planner(saw), name: 'other' }, overrides: { speed: 0, mode: 'spiral', beams: 720 } },
    ],
    lasts_s: 0.5,
    together: 'the nodes share a stream',
    expected: {
      values: [
        '{"speed":0.3,"beams":360,"mode":"lanes","careful":true}',
        '{"speed":0,"beams":720,"mode":"spiral","careful":true}',
      ],
    },
  },
  refusedValue('a wrong type', { speed: 'fast' }, 'planner.speed must be a number, got "fast"'),
  refusedValue('a number out of range', { speed: 0.7 }, 'planner.speed must be in [0, 0.5] m/s, got 0.7'),
  refusedValue('half a count', { beams: 2.5 }, 'planner.beams must be an integer, got 2.5'),
  refusedValue('a text outside its set', { mode: 'waltz' }, 'planner.mode must be one of lanes, spiral, got "waltz"'),
  refusedValue('an unknown name', { sped: 1 }, 'planner has no parameter sped; it has speed, beams, mode, careful'),
  {
    name: 'two nodes of one name: the second is refused',
    nodes: (saw) => [node('twin', () => saw('started', 'first')), node('twin', () => saw('started', 'second'))],
    lasts_s: 0.3,
    together: 'names are checked by the graph of a process',
    expected: { started: ['first'], refused: ['Cannot add node twin: the graph has one of that name'] },
  },
];
