import { type NodeDefinition, qos } from '@homebound/graph';
import { type GridFrame, grownFrame, type OccupancyGrid } from '@homebound/grid';
import { compose, cos, inverse, MapWarp, PoseBuffer, type SE2, sin, wrapAngle } from '@homebound/math';
import {
  type builtin_interfaces,
  fromStamp,
  geometry_msgs,
  homebound_interfaces,
  map_msgs,
  nav_msgs,
  tf2_msgs,
  toStamp,
} from '@homebound/messages';
import { MapPublisher, poseFromMessage } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import { type Simulator, truthMap, type World } from '@homebound/sim';

export interface KnowingSlamOptions {
  /** Way after which a robot that was carried off is found again, m; Infinity for never, but for on its dock. */
  readonly foundAfter_m?: number;
  /** Until a time its map is wrong: what is true at the anchors `after` is at `before` in it. Then it is corrected. */
  readonly correction?: {
    readonly at_s: number;
    readonly before: readonly number[];
    readonly after: readonly number[];
  };
}

/** s after it was put down that a carried robot is noticed. */
const NOTICES_S = 1;

/**
 * In SLAM's place: knows the truth, and says what SLAM would say of it. It publishes the whole map of the home, is lost after the
 * robot was carried, and can correct its map. So the rest of the stack is tested for what it makes of that.
 */
export function knowingSlam(
  world: World,
  simulator: Simulator,
  options: KnowingSlamOptions = {},
): NodeDefinition<Record<string, never>> {
  const { foundAfter_m = 3, correction } = options;
  return {
    name: 'slam',
    parameters: {},
    latency_s: 0.02,
    start(node) {
      const state = node.publisher(homebound_interfaces.SlamState, 'slam_state', qos.latched);
      const corrected = node.publisher(homebound_interfaces.MapCorrection, 'map_correction', qos.reliable);
      const pose = node.publisher(geometry_msgs.PoseWithCovarianceStamped, 'pose', qos.reliable);
      const tf = node.publisher(tf2_msgs.TFMessage, 'tf', qos.tf);
      const maps = new MapPublisher(
        node.publisher(nav_msgs.OccupancyGrid, 'map', qos.latched),
        node.publisher(map_msgs.OccupancyGridUpdate, 'map_updates', qos.reliable),
      );
      const home = truthMap(world, defaultGeometry, 'lidar');
      const truth = new PoseBuffer(1);
      const T_map_world = inverse(world.T_world_start);
      /** From the map as it is now to the true one. */
      let warp = correction && new MapWarp(correction.before, correction.after);
      let putDown_s = Number.NaN;
      let lostAt_m = Number.NaN;
      let driven_m = 0;
      let epoch = 0;
      let said = '';
      let told_s = 0;
      let isDocked = false;
      simulator.onStep(({ stamp_s, T_world_base, v_mps, lifted, docked }) => {
        isDocked = docked;
        truth.add(stamp_s, T_world_base);
        driven_m += Math.abs(v_mps) / 50;
        if (lifted) putDown_s = stamp_s;
      });

      const isLost = (now_s: number): boolean => {
        if (Number.isNaN(lostAt_m) && now_s - putDown_s > NOTICES_S) lostAt_m = driven_m;
        if (isDocked || driven_m - lostAt_m > foundAfter_m) lostAt_m = putDown_s = Number.NaN;
        return !Number.isNaN(lostAt_m);
      };
      const say = (word: string, now_s: number): void => {
        if (word === said && now_s - told_s < 1) return;
        said = word;
        told_s = now_s;
        state.publish({ header: { stamp: toStamp(now_s), frame_id: 'map' }, state: word, reason: '', confidence: 1 });
      };
      const correct = ({ before, after }: NonNullable<KnowingSlamOptions['correction']>, now_s: number): void => {
        warp = undefined;
        corrected.publish({
          header: { stamp: toStamp(now_s), frame_id: 'map' },
          epoch: ++epoch,
          before: Float64Array.from(before),
          after: Float64Array.from(after),
        });
        maps.publish(now_s, mapOf(home, T_map_world, warp));
      };
      let turns = 0;
      node.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, (m) => {
        const stamp_s = fromStamp(m.header.stamp);
        const T_world_base = truth.at(stamp_s);
        if (T_world_base === undefined || ++turns % 10 !== 1) return;
        if (turns === 1) maps.publish(stamp_s, mapOf(home, T_map_world, warp));
        if (correction !== undefined && epoch === 0 && stamp_s > correction.at_s) correct(correction, stamp_s);
        if (isLost(stamp_s)) return say('lost', stamp_s);
        const T_true = compose(T_map_world, T_world_base);
        const T_map_base = warp === undefined ? T_true : poseBefore(warp, T_true);
        const T_map_odom = compose(T_map_base, inverse(poseFromMessage(m.pose.pose)));
        pose.publish({ header: { stamp: m.header.stamp, frame_id: 'map' }, pose: poseMessage(T_map_base) });
        tf.publish({ transforms: [transformMessage(m.header.stamp, T_map_odom)] });
        say('located', stamp_s);
      });
      return undefined;
    },
  };
}

/** The pose that the warp takes to a pose. */
function poseBefore(warp: MapWarp, T_after: SE2): SE2 {
  const { x, y } = warp.pointBefore(T_after.x, T_after.y);
  const { theta } = warp.movePose({ x, y, theta: 0 });
  return { x, y, theta: wrapAngle(T_after.theta - theta) };
}

/** The home's map drawn anew in the robot's map frame, wrong as it may be. */
function mapOf(home: OccupancyGrid, T_map_world: SE2, warp: MapWarp | undefined): OccupancyGrid {
  const frame = frameAround(home, T_map_world);
  const data = new Int8Array(frame.width * frame.height).fill(-1);
  const T_world_map = inverse(T_map_world);
  for (let i = 0; i < data.length; i++) {
    const x = frame.originX_m + ((i % frame.width) + 0.5) * frame.resolution_m;
    const y = frame.originY_m + (Math.floor(i / frame.width) + 0.5) * frame.resolution_m;
    const p = compose(T_world_map, { ...(warp?.movePoint(x, y) ?? { x, y }), theta: 0 });
    const ix = Math.floor((p.x - home.originX_m) / home.resolution_m);
    const iy = Math.floor((p.y - home.originY_m) / home.resolution_m);
    if (ix >= 0 && iy >= 0 && ix < home.width && iy < home.height) data[i] = home.data[iy * home.width + ix];
  }
  return { ...frame, data };
}

/** Holds the home, and half a metre around it for a map that is wrong. */
function frameAround(
  { width, height, resolution_m, originX_m, originY_m }: OccupancyGrid,
  T_map_world: SE2,
): GridFrame {
  const corners = [0, width].flatMap((ix) =>
    [0, height].map((iy) =>
      compose(T_map_world, { x: originX_m + ix * resolution_m, y: originY_m + iy * resolution_m, theta: 0 }),
    ),
  );
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  const small: GridFrame = { width: 1, height: 1, resolution_m: 0.025, originX_m: 0, originY_m: 0 };
  return grownFrame(small, Math.min(...xs) - 0.5, Math.min(...ys) - 0.5, Math.max(...xs) + 0.5, Math.max(...ys) + 0.5);
}

function poseMessage(T: SE2): geometry_msgs.PoseWithCovariance {
  return {
    pose: { position: { x: T.x, y: T.y, z: 0 }, orientation: quaternion(T.theta) },
    covariance: new Float64Array(36),
  };
}

function transformMessage(stamp: builtin_interfaces.Time, T_map_odom: SE2): geometry_msgs.TransformStamped {
  const { x, y, theta } = T_map_odom;
  return {
    header: { stamp, frame_id: 'map' },
    child_frame_id: 'odom',
    transform: { translation: { x, y, z: 0 }, rotation: quaternion(theta) },
  };
}

function quaternion(yaw_rad: number): geometry_msgs.Quaternion {
  return { x: 0, y: 0, z: sin(yaw_rad / 2), w: cos(yaw_rad / 2) };
}
