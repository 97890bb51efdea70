import { type NodeDefinition, qos } from '@homebound/graph';
import { compose, PoseBuffer, type SE2 } from '@homebound/math';
import { fromStamp, homebound_interfaces, nav_msgs, std_msgs, tf2_msgs, visualization_msgs } from '@homebound/messages';
import { Avoidance, type AvoidedThing } from '@homebound/mission';
import type { FloorRecord, RobotGeometry } from '@homebound/robot';
import { ObstacleMap } from '@homebound/vision';
import { header, mapToOdom, poseFromMessage } from '../convert.ts';
import { Corrections } from '../corrections.ts';
import { frames } from '../frames.ts';
import type { MapKeeper } from '../mapKeeper.ts';
import { whereInstalled } from '../whereInstalled.ts';
import { floorRecord } from './floorViews.ts';
import { KeptDismissals } from './keptDismissals.ts';
import { obstacleMarkers } from './obstacleMarkers.ts';
import type { ObstacleMemory } from './obstacleMemory.ts';
import { dismissalMessage, isNews, obstacleMessage, steadied } from './obstacleMessages.ts';

/** s for which odometry is kept, and a look waits for the odometry of its time. */
const KEEP_S = 2;
/** Looks that wait at most; the oldest goes first. */
const MOST_WAITING = 20;
/** What was dismissed is kept where it is after a correction, this often at most, s: each time costs a map on the disk. */
const CORRECTED_S = 30;

export const obstaclesParameters = {
  obstacles_period: {
    default: 0.2,
    unit: 's',
    min: 0.05,
    max: 5,
    description:
      'Between two messages at least, and between two looks at what has faded: putting cells together costs more than a look.',
  },
} as const;

/**
 * What lies on the floor, on the graph: floor_view, odom, tf (map → odom), map_correction, slam_state, dock_sensor, map_reset → obstacles, latched, on
 * change, each with what is done about it; the same as markers for RViz; services dismiss_obstacle, recall_dismissal. Where no camera looks at the floor,
 * and nothing was dismissed, it says nothing.
 * @param memory  made anew when another map begins
 * @param keeper  where what was dismissed is kept with its map; absent = only for this run
 */
export function obstaclesNode(
  geometry: RobotGeometry,
  memory: () => ObstacleMemory = () => new ObstacleMap(geometry),
  keeper: MapKeeper | undefined = undefined,
): NodeDefinition<typeof obstaclesParameters> {
  return {
    name: 'obstacles',
    parameters: obstaclesParameters,
    latency_s: 0.005,
    start(node) {
      const { obstacles_period } = node.parameters;
      const told = node.publisher(homebound_interfaces.Obstacles, 'obstacles', qos.latched);
      // What is only to be looked at must not keep anybody from the rest.
      const markers = whereInstalled(node, 'obstacle_markers', () =>
        node.publisher(visualization_msgs.MarkerArray, 'obstacle_markers', qos.latched),
      );
      const corrections = new Corrections();
      const odometry = new PoseBuffer(KEEP_S);
      const avoidance = new Avoidance();
      const { dismissed } = avoidance;
      const kept = new KeptDismissals(keeper, dismissed);
      let seen = memory();
      let T_map_odom: SE2 | undefined;
      let pending: readonly FloorRecord[] = [];
      let last: readonly AvoidedThing[] = [];
      let asked_s = Number.NEGATIVE_INFINITY;
      let isLooking = false;
      let isWithoutPlace = false;
      let toldVersion = dismissed.version;

      const tell = (isMoved = false): void => {
        const now_s = node.now_s();
        asked_s = now_s;
        const known = seen.obstacles(now_s).map((obstacle) => avoidance.of(obstacle));
        const things = steadied(known, last);
        if (!isMoved && !isNews(things, last) && toldVersion === dismissed.version) return;
        last = things;
        toldVersion = dismissed.version;
        const at = header(now_s, frames.map);
        const obstacles = things.map(obstacleMessage);
        told.publish({ header: at, obstacles, dismissals: dismissed.all.map(dismissalMessage) });
        markers?.publish({ markers: obstacleMarkers(things, at) });
      };
      const tellSoon = (): void => {
        if (node.now_s() - asked_s >= obstacles_period - 1e-6) tell();
      };
      /** Looks whose pose has become known, where they were taken. */
      const place = (): void => {
        const newest_s = odometry.latest?.stamp_s ?? Number.NEGATIVE_INFINITY;
        const due = pending.filter(({ stamp_s }) => stamp_s <= newest_s);
        if (due.length === 0) return;
        pending = pending.filter(({ stamp_s }) => stamp_s > newest_s);
        isWithoutPlace = false;
        for (const view of due) {
          const T_odom_base = odometry.at(view.stamp_s);
          if (T_map_odom !== undefined && T_odom_base !== undefined) seen.add(view, compose(T_map_odom, T_odom_base));
        }
        tellSoon();
      };

      // First: at one instant what is remembered moves, and then comes the robot's place in the corrected map.
      node.subscribe(homebound_interfaces.MapCorrection, 'map_correction', qos.reliable, (m) => {
        const warp = corrections.heard(m, node.now_s());
        if (warp.isIdentity) return;
        seen.moveWith(warp);
        avoidance.moveWith(warp);
        last = [];
        if (isLooking || dismissed.all.length > 0) tell(true);
      });
      node.subscribe(tf2_msgs.TFMessage, 'tf', qos.tf, (m) => {
        T_map_odom = mapToOdom(m) ?? T_map_odom;
      });
      // After tf: looks from a place that is lost belong nowhere.
      node.subscribe(homebound_interfaces.SlamState, 'slam_state', qos.latched, ({ state, map_name }) => {
        if (state === 'lost' || state === 'locating') T_map_odom = undefined;
        if (state === 'located' && kept.foundIn(map_name) && (isLooking || dismissed.all.length > 0)) tell();
      });
      node.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, (m) => {
        odometry.add(fromStamp(m.header.stamp), poseFromMessage(m.pose.pose));
        if (pending.length > 0) place();
      });
      node.subscribe(homebound_interfaces.DockSensor, 'dock_sensor', qos.sensorIn, ({ docked }) => {
        const T_odom_base = odometry.latest?.T;
        if (docked && T_map_odom !== undefined && T_odom_base !== undefined)
          avoidance.setDock(compose(T_map_odom, T_odom_base));
      });
      /** One more look; what has waited in vain for the odometry of its time goes, and that is told once. */
      const wait = (view: FloorRecord): void => {
        const waiting = pending
          .filter(({ stamp_s }) => Math.abs(view.stamp_s - stamp_s) < KEEP_S)
          .slice(1 - MOST_WAITING);
        const isDropped = waiting.length < pending.length;
        pending = [...waiting, view];
        if (isDropped && !isWithoutPlace)
          node.log('warn', 'Looks at the floor are dropped: there is no odometry of their time');
        isWithoutPlace ||= isDropped;
      };
      node.subscribe(homebound_interfaces.FloorView, 'floor_view', qos.sensorIn, (m) => {
        wait(floorRecord(m));
        // What is looked at no more fades: from the first look on.
        if (!isLooking) node.timer(obstacles_period, tellSoon);
        isLooking = true;
        place();
      });
      node.subscribe(std_msgs.Empty, 'map_reset', qos.reliable, () => {
        seen = memory();
        avoidance.reset();
        kept.beginMap();
        pending = [];
        if (isLooking || toldVersion !== dismissed.version) tell();
      });
      // What a person says is kept at once; this is for what a correction moved.
      if (keeper !== undefined) node.timer(CORRECTED_S, () => kept.keep());
      node.service(homebound_interfaces.DismissObstacle, 'dismiss_obstacle', ({ id, is_dismissed }, respond) => {
        const obstacle = last.find((thing) => thing.id === id);
        if (obstacle === undefined) return respond({ accepted: false, reason: `There is no obstacle ${id} any more.` });
        if (is_dismissed && isAlive(obstacle))
          return respond({ accepted: false, reason: 'Who lives moves on by itself, and is passed slowly until then.' });
        if (is_dismissed) dismissed.add(obstacle);
        else dismissed.remove(obstacle);
        kept.keep();
        tell();
        respond({ accepted: true, reason: '' });
      });
      node.service(homebound_interfaces.RecallDismissal, 'recall_dismissal', ({ id }, respond) => {
        if (!dismissed.recall(id)) return respond({ accepted: false, reason: `Nothing was dismissed as ${id}.` });
        kept.keep();
        tell();
        respond({ accepted: true, reason: '' });
      });
      return undefined;
    },
  };
}

/** Somebody who may sit where another sat: to have no regard for that place would be wrong tomorrow. */
function isAlive({ kind }: AvoidedThing): boolean {
  return kind === 'person' || kind === 'pet';
}
