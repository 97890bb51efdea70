import { type ActionHandlers, type NodeDefinition, type Outcome, qos } from '@homebound/graph';
import { homebound_interfaces as hb, nav_msgs, sensor_msgs, std_srvs } from '@homebound/messages';

/**
 * Two nodes that use every door of the node interface, written once and run on a real graph (ros.test) as on LocalGraph.
 * The server publishes scans and a latched map, answers a service and drives goals; the client reports what it sees.
 */
const serverParameters = {
  scan_period: { default: 0.1, unit: 's', min: 0.02, max: 1, description: 'How often a scan is published.' },
  beams: { default: 360, unit: '1', integer: true, min: 1, max: 2000, description: 'Beams of a scan.' },
  frame: { default: 'base_scan', description: 'Frame of the scans.' },
  broken: { default: false, description: 'Whether the timer throws.' },
} as const;

export const serverNode: NodeDefinition<typeof serverParameters> = {
  name: 'contract_server',
  parameters: serverParameters,
  latency_s: 0.001,
  start(node) {
    const { scan_period, beams, frame, broken } = node.parameters;
    const scans = node.publisher(sensor_msgs.LaserScan, 'scan', qos.sensorOut);
    const maps = node.publisher(nav_msgs.OccupancyGrid, 'map', qos.latched);
    maps.publish({ info: { ...nav_msgs.MapMetaData.create(), width: 500, height: 500 }, data: new Int8Array(250_000) });
    node.timer(scan_period, () => {
      if (broken) throw new Error('this timer is broken on purpose');
      // A view of a larger buffer: what is sent must be the view's numbers.
      const ranges = new Float32Array(beams + 8).fill(-1).subarray(4, 4 + beams);
      for (let i = 0; i < beams; i++) ranges[i] = i / 100;
      const stamp = { sec: Math.floor(node.now_s()), nanosec: 0 };
      scans.publish({ header: { stamp, frame_id: frame }, range_max: 12, ranges });
    });
    node.service(std_srvs.SetBool, 'flip', (request, respond) => {
      node.timer(0.05, function once() {
        // Later, not at once; a second answer would be refused.
        if (answered) return;
        answered = true;
        respond({ success: !request.data, message: request.data ? 'was true' : 'was false' });
      });
      let answered = false;
    });
    node.service(std_srvs.Trigger, 'never', () => {});
    node.actionServer(hb.Drive, 'drive', driveHandlers(node));
    node.log('info', `serving ${beams} beams`);
    return () => node.log('info', 'stopped in good order');
  },
};

function driveHandlers(
  node: Parameters<(typeof serverNode)['start']>[0],
): ActionHandlers<hb.Drive_Goal, hb.Drive_Result, hb.Drive_Feedback> {
  return {
    accept: (goal) => (goal.mode === 'fly' ? 'this robot has no wings' : true),
    execute(handle) {
      if (handle.goal.mode === 'throw') throw new Error('this goal throws on purpose');
      let step = 0;
      const timer = node.timer(0.05, () => {
        if (handle.cancelRequested) return;
        step += 1;
        handle.feedback({ progress: step, remaining: handle.goal.path.length - step, state: 'tracking' });
        if (handle.goal.mode === 'forever' || step < handle.goal.path.length) return;
        timer.cancel();
        if (handle.goal.mode === 'blocked') handle.abort({ outcome: 'blocked', blocked_x: handle.goal.path[0]! });
        else handle.succeed({ outcome: 'arrived', reason: `${step} steps` });
      });
    },
    cancel: (handle) => handle.canceled({ outcome: 'blocked', reason: 'asked to stop' }),
  };
}

/** What the client saw, in the order of its questions. */
export type Seen = Record<string, unknown>;

/** Asks everything of the server, one thing after another, then tells. */
export function clientNode(tell: (seen: Seen) => void): NodeDefinition {
  return {
    name: 'contract_client',
    parameters: {},
    latency_s: 0.001,
    start(node) {
      const seen: Seen = {};
      let scans = 0;
      node.subscribe(sensor_msgs.LaserScan, 'scan', qos.sensorIn, (m) => {
        scans += 1;
        seen.scan = [m.header.frame_id, m.ranges.length, m.ranges[359]];
      });
      const map = node.subscribe(nav_msgs.OccupancyGrid, 'map', qos.latched, (m) => {
        map.close(); // inside its own callback
        seen.map = [m.info.width, m.data.length, m.data.constructor.name];
      });
      const flip = node.client(std_srvs.SetBool, 'flip');
      const never = node.client(std_srvs.Trigger, 'never');
      const nobody = node.client(std_srvs.Trigger, 'nobody');
      const drive = node.actionClient(hb.Drive, 'drive');
      const noAction = node.actionClient(hb.Drive, 'no_such_drive');

      /** Sends a goal and keeps its end and the count of its feedbacks. */
      const goal = (key: string, fields: Partial<hb.Drive_Goal>, next: () => void, cancelAfter = Infinity): void => {
        let feedbacks = 0;
        const handle = drive.send(
          { path: Float64Array.of(1, 2, 3), ...fields },
          (o) => {
            seen[key] = o.ok
              ? [o.value.status, o.value.result.outcome, o.value.result.reason, feedbacks]
              : [o.error.code];
            next();
          },
          () => {
            feedbacks += 1;
            if (feedbacks === cancelAfter) handle.cancel();
          },
        );
      };
      /** Keeps what a service said. */
      const keep =
        <T>(key: string, next: () => void, say: (value: T) => unknown) =>
        (outcome: Outcome<T>) => {
          seen[key] = outcome.ok ? say(outcome.value) : outcome.error.code;
          next();
        };
      const steps: ((next: () => void) => void)[] = [
        (next) =>
          flip.call(
            { data: true },
            keep('flip', next, (v) => [v.success, v.message]),
          ),
        (next) =>
          never.call(
            {},
            keep('never', next, () => 'answered'),
            0.5,
          ),
        (next) =>
          nobody.call(
            {},
            keep('nobody', next, () => 'answered'),
            0.5,
          ),
        (next) => goal('follow', { mode: 'follow' }, next),
        (next) => goal('blocked', { mode: 'blocked' }, next),
        (next) => goal('refused', { mode: 'fly' }, next),
        (next) => goal('canceled', { mode: 'forever' }, next, 3),
        (next) => goal('threw', { mode: 'throw' }, next),
        (next) =>
          noAction.send(
            {},
            keep('noAction', next, () => 'ended'),
          ),
      ];
      const step = (): void => {
        const next = steps.shift();
        if (next) next(step);
        else tell({ ...seen, scans });
      };
      step();
      return undefined;
    },
  };
}
