import { type NodeDefinition, qos } from '@homebound/graph';
import { fromStamp, geometry_msgs, map_msgs, nav_msgs, sensor_msgs, tf2_msgs } from '@homebound/messages';
import type { RobotGeometry, ScanRecord } from '@homebound/robot';
import { Slam } from '@homebound/slam';
import { covarianceToMessage, header, poseFromMessage, poseToMessage, transformToMessage } from './convert.ts';
import { MapPublisher } from './mapPublisher.ts';
import { scanRecord } from './records.ts';

export const slamParameters = {
  resolution: { default: 0.025, unit: 'm', min: 0.02, max: 0.2, description: 'Cell size of the map.' },
  map_period: { default: 2, unit: 's', min: 0.2, max: 60, description: 'How often changes of the map are published.' },
} as const;

/**
 * SLAM on the graph: scan, odom → map (latched, when its frame changed) and map_updates (changed cells), pose, tf (map → odom).
 */
export function slamNode(geometry: RobotGeometry): NodeDefinition<typeof slamParameters> {
  return {
    name: 'slam',
    parameters: slamParameters,
    latency_s: 0.02,
    start(node) {
      const { lidar } = geometry;
      const slam = new Slam({
        projector: { T_base_lidar: { x: lidar.x_m, y: lidar.y_m, theta: lidar.yaw_rad } },
        map: { resolution_m: node.parameters.resolution },
      });
      const pose = node.publisher(geometry_msgs.PoseWithCovarianceStamped, 'pose', qos.reliable);
      const tf = node.publisher(tf2_msgs.TFMessage, 'tf', qos.tf);
      const maps = new MapPublisher(
        node.publisher(nav_msgs.OccupancyGrid, 'map', qos.latched),
        node.publisher(map_msgs.OccupancyGridUpdate, 'map_updates', qos.reliable),
      );
      /** Scans that wait for the odometry of their last beams. */
      const waiting: ScanRecord[] = [];
      let lastStamp_s = 0;

      const work = (): void => {
        // Each is taken off the list first: one that SLAM throws on is not tried again.
        for (let n = waiting.length; n > 0; n--) {
          const scan = waiting.shift()!;
          const update = slam.addScan(scan);
          if (!update.ok) {
            if (update.reason === 'awaitingOdometry') waiting.push(scan);
            continue;
          }
          lastStamp_s = update.stamp_s;
          // A pose that is only odometry's is not told as if it were known.
          if (!update.matched) continue;
          pose.publish({
            header: header(update.stamp_s, 'map'),
            pose: { pose: poseToMessage(update.T_map_base), covariance: covarianceToMessage(update.covariance) },
          });
          tf.publish({ transforms: [transformToMessage(update.stamp_s, 'map', 'odom', update.T_map_odom)] });
        }
      };
      node.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, (m) => {
        slam.addOdometry(fromStamp(m.header.stamp), poseFromMessage(m.pose.pose));
        if (waiting.length > 0) work();
      });
      node.subscribe(sensor_msgs.LaserScan, 'scan', qos.sensorIn, (m) => {
        waiting.push(scanRecord(m));
        if (waiting.length > MAX_WAITING) waiting.shift();
        work();
      });
      node.timer(node.parameters.map_period, () => {
        const map = slam.map();
        if (map !== undefined) maps.publish(lastStamp_s, map);
      });
      return undefined;
    },
  };
}

/** Two turns of the lidar: odometry that far behind will not come. */
const MAX_WAITING = 2;
