import { type NodeDefinition, qos } from '@homebound/graph';
import type { OccupancyGrid } from '@homebound/grid';
import { ScanProjector } from '@homebound/lidar';
import { compose, inverse, PoseBuffer, type SE2, transformInto } from '@homebound/math';
import {
  fromStamp,
  geometry_msgs,
  homebound_interfaces,
  map_msgs,
  nav_msgs,
  sensor_msgs,
  tf2_msgs,
} from '@homebound/messages';
import { type AvoidedThing, passings } from '@homebound/mission';
import type { RobotGeometry } from '@homebound/robot';
import type { GridLayer, MissionStateName, Obstacle, ObstacleKind, ReasonCode, ViewSink } from '@homebound/wire';
import { feedCamera } from './camera/feedCamera.ts';
import type { PictureKeeper } from './camera/pictureKeeper.ts';
import { mapToOdom, planarCovariance, poseFromMessage } from './convert.ts';
import { Corrections } from './corrections.ts';
import { MapAssembler } from './mapPublisher.ts';
import { avoidedThing } from './obstacles/obstacleMessages.ts';
import { scanRecord } from './records.ts';

/**
 * Everything a person sees, from the graph into the sink that the gateway reads. Publishes nothing.
 * @param pictures  of obstacles: whether they are kept is told to whoever looks; absent where the robot keeps nothing
 */
export function viewFeedNode(
  geometry: RobotGeometry,
  sink: ViewSink,
  pictures?: Pick<PictureKeeper, 'keep_days'>,
): NodeDefinition<Record<string, never>> {
  return {
    name: 'view_feed',
    parameters: {},
    latency_s: 0,
    start(node) {
      let T_map_odom: SE2 | undefined;
      /** The robot was somewhere else meanwhile: no line joins the two ends of its trail. */
      let isPenUp = false;
      const odometry = new PoseBuffer(2);
      const { lidar } = geometry;
      const projector = new ScanProjector({ T_base_lidar: { x: lidar.x_m, y: lidar.y_m, theta: lidar.yaw_rad } });

      const corrections = new Corrections();
      // First: what is drawn moves, and then come the map and the robot's place in it.
      node.subscribe(homebound_interfaces.MapCorrection, 'map_correction', qos.reliable, (m) => {
        const warp = corrections.heard(m, node.now_s());
        const T_odom_base = odometry.latest?.T;
        if (T_map_odom !== undefined && T_odom_base !== undefined)
          T_map_odom = compose(warp.movePose(compose(T_map_odom, T_odom_base)), inverse(T_odom_base));
        sink.moveWith(fromStamp(m.header.stamp), warp);
      });
      node.subscribe(tf2_msgs.TFMessage, 'tf', qos.tf, (m) => {
        T_map_odom = mapToOdom(m) ?? T_map_odom;
      });
      // After tf. A place that is lost is not drawn on, nor are scans and trail around it.
      node.subscribe(homebound_interfaces.SlamState, 'slam_state', qos.latched, (m) => {
        if (m.state !== 'lost' && m.state !== 'locating') return;
        T_map_odom = undefined;
        isPenUp = true;
        sink.placeLost(fromStamp(m.header.stamp));
      });
      let lastTrail_s = Number.NEGATIVE_INFINITY;
      node.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, (m) => {
        const stamp_s = fromStamp(m.header.stamp);
        const T_odom_base = poseFromMessage(m.pose.pose);
        odometry.add(stamp_s, T_odom_base);
        if (T_map_odom === undefined || stamp_s - lastTrail_s < POSE_PERIOD_S) return;
        lastTrail_s = stamp_s;
        const T_map_base = compose(T_map_odom, T_odom_base);
        sink.pose(stamp_s, T_map_base, covariance);
        const lift = isPenUp ? [Number.NaN, Number.NaN] : [];
        isPenUp = false;
        sink.extendTrail(stamp_s, [...lift, T_map_base.x, T_map_base.y]);
      });
      let covariance: Float64Array = new Float64Array(9);
      node.subscribe(geometry_msgs.PoseWithCovarianceStamped, 'pose', qos.reliable, (m) => {
        covariance = planarCovariance(m.pose.covariance);
      });
      node.subscribe(sensor_msgs.LaserScan, 'scan', qos.sensorIn, (m) => {
        const points = projector.project(scanRecord(m), (stamp_s) => odometry.at(stamp_s, 0.2));
        const T_odom_base = points && odometry.at(points.stamp_s, 0.2);
        if (points === undefined || T_odom_base === undefined || T_map_odom === undefined) return;
        const pts_map = new Float64Array(2 * points.hits);
        transformInto(pts_map, compose(T_map_odom, T_odom_base), points.pts_base, points.hits);
        sink.scan(points.stamp_s, pts_map);
      });
      feedGrid('map');
      feedGrid('coverage');
      node.subscribe(nav_msgs.Path, 'plan', qos.latched, (m) => {
        const points = m.poses.flatMap(({ pose }) => [pose.position.x, pose.position.y]);
        sink.lines('path', fromStamp(m.header.stamp), points);
      });
      node.subscribe(homebound_interfaces.Rooms, 'rooms', qos.latched, ({ rooms }) =>
        sink.rooms(rooms.map(({ id, name, outline }) => ({ id, name, outline: [...outline.points] }))),
      );
      node.subscribe(homebound_interfaces.Obstacles, 'obstacles', qos.latched, ({ obstacles, dismissals }) =>
        sink.obstacles(
          obstacles.map(avoidedThing).filter(isShown).map(obstacleShown),
          dismissals.filter(isKnownKind).map(({ id, kind, x, y }) => ({ id, kind: kind as ObstacleKind, x, y })),
        ),
      );
      node.subscribe(homebound_interfaces.MissionState, 'mission_state', qos.latched, (m) =>
        sink.status(fromStamp(m.header.stamp), {
          state: m.state as MissionStateName,
          reason: m.reason,
          reasonCode: m.reason_code as ReasonCode,
          coverage: m.coverage,
          cleanedArea_m2: m.cleaned_area,
          reachableArea_m2: m.reachable_area,
          drivenLength_m: m.driven_length,
          cleaningTime_s: m.cleaning_time,
        }),
      );
      node.subscribe(sensor_msgs.BatteryState, 'battery_state', qos.reliable, (m) =>
        sink.status(fromStamp(m.header.stamp), { battery: { level: m.percentage, charging: m.current > 0 } }),
      );
      node.subscribe(homebound_interfaces.DockSensor, 'dock_sensor', qos.sensorIn, (m) => {
        const stamp_s = fromStamp(m.header.stamp);
        const T_odom_base = odometry.at(stamp_s, 0.2);
        if (m.docked && T_map_odom !== undefined && T_odom_base !== undefined)
          sink.status(stamp_s, { dock: compose(T_map_odom, T_odom_base) });
      });

      feedCamera(node, sink, pictures);

      function feedGrid(layer: GridLayer): void {
        const assembler = new MapAssembler();
        const show = (grid: OccupancyGrid | undefined): void => {
          if (grid !== undefined) sink.grid(layer, assembler.stamp_s, grid, grid.data);
        };
        node.subscribe(nav_msgs.OccupancyGrid, layer, qos.latched, (m) => {
          assembler.addWhole(m);
          show(assembler.grid);
        });
        node.subscribe(map_msgs.OccupancyGridUpdate, `${layer}_updates`, qos.reliable, (m) => {
          if (assembler.addUpdate(m)) show(assembler.grid);
        });
      }
      return undefined;
    },
  };
}

const POSE_PERIOD_S = 0.1;

/** The dock is drawn already. */
function isShown({ kind, berth_m, isDismissed }: AvoidedThing): boolean {
  return berth_m > 0 || isDismissed || passings[kind].isCrossed;
}

function obstacleShown({ id, kind, outline_map, berth_m, reason, isDismissed }: AvoidedThing): Obstacle {
  return { id, kind, outline: [...outline_map], berth_m, reason, isDismissed };
}

/** One of a later version's kinds is kept, and not shown. */
function isKnownKind({ kind }: homebound_interfaces.Dismissal): boolean {
  return Object.hasOwn(passings, kind);
}
