import type { LoggedOdometry } from '@homebound/formats';
import type { Bag } from '@homebound/graph';
import { identity } from '@homebound/math';
import { fromStamp, nav_msgs, sensor_msgs, tf2_msgs } from '@homebound/messages';
import {
  asSeenFromAbove,
  LaserFrames,
  type LaserPlace,
  poseFromMessage,
  scanRecord,
  whyNoLaserPlace,
} from '@homebound/nodes';
import { framesIn, type OdometryFrames, odometryOnTf } from './bagFrames.ts';
import { CliError } from './errors.ts';
import type { LogRecord } from './mapLog.ts';
import { warnOnStderr } from './openBag.ts';

/** Readings of all scans together, 0.2 GB: three hours of 360 beams at 10 Hz. */
const MAX_READINGS = 50_000_000;

/**
 * The scans and odometry of a recording: /scan, /odom if there is any, and the laser's place on the base from /tf_static and /tf.
 * @param path for people
 * @param warn told in one line what was amiss, but not so much that no map can be made
 * Throws CliError when no map can be made of it.
 */
export function readBag(bag: Bag, path: string, warn = warnOnStderr): LogRecord[] {
  const records: LogRecord[] = [];
  const scans: { frame: string; record: ReturnType<typeof scanRecord> }[] = [];
  const frames = new LaserFrames();
  const tfOdometry: LoggedOdometry[] = [];
  let readings = 0;
  let fixed: OdometryFrames;
  try {
    fixed = framesIn(bag);
    for (const { channel, data } of bag.messages(['scan', 'odom', 'tf', 'tf_static'])) {
      if (channel.type === sensor_msgs.LaserScan.name) {
        const message = sensor_msgs.LaserScan.decode(data);
        readings += message.ranges.length;
        if (readings > MAX_READINGS) throw new RangeError(`its scans hold more than ${MAX_READINGS} readings; cut it`);
        scans.push({ frame: message.header.frame_id, record: scanRecord(message) });
      } else if (channel.type === nav_msgs.Odometry.name) {
        records.push(odometry(nav_msgs.Odometry.decode(data)));
      } else if (channel.type === tf2_msgs.TFMessage.name) {
        const message = tf2_msgs.TFMessage.decode(data);
        frames.add(message);
        tfOdometry.push(...odometryOnTf(message, fixed));
      }
    }
  } catch (cause) {
    throw new CliError(`${path}: ${(cause as Error).message.split('\n')[0]}`, { cause });
  }
  if (scans.length === 0) throw new CliError(`${path}: ${whyNoScans(bag)}`);
  if (records.length === 0) {
    records.push(...tfOdometry);
    const instead = tfOdometry.length > 0 ? `${fixed.odom} → ${fixed.base} on /tf is taken` : 'the scans alone must do';
    warn(`${path}: holds no nav_msgs/msg/Odometry on /odom; ${instead}`);
  }
  if (bag.problem !== undefined) warn(`${path}: ${bag.problem}`);
  const places = new Map<string, LaserPlace>();
  for (const { frame, record } of scans) {
    const place = places.get(frame) ?? laserPlace(frames, fixed, frame, path, warn);
    places.set(frame, place);
    const { T_base_lidar, isUpsideDown } = place;
    records.push({ ...(isUpsideDown ? asSeenFromAbove(record) : record), T_base_lidar });
  }
  return records.sort((a, b) => a.stamp_s - b.stamp_s);
}

/** A recording without /scan; a laser under another name is named. */
export function whyNoScans(bag: Bag): string {
  const others = [...bag.topics].flatMap(([topic, { type }]) =>
    type === sensor_msgs.LaserScan.name ? [`/${topic}`] : [],
  );
  const hint = others.length > 0 ? `; --remap ${others[0]}:=/scan reads ${others.join(' or ')}` : '';
  const problem = bag.problem === undefined ? '' : `; ${bag.problem}`;
  return `holds no sensor_msgs/msg/LaserScan on /scan; a map needs it${hint}${problem}`;
}

function laserPlace(
  frames: LaserFrames,
  { odom, base }: OdometryFrames,
  frame: string,
  path: string,
  warn: (text: string) => void,
): LaserPlace {
  const place = frames.laserPlace(base, frame, odom);
  if (!('reason' in place)) return place;
  const why = `${path}: ${whyNoLaserPlace(place, frame, base)}`;
  if (place.reason === 'tilted') throw new CliError(why);
  warn(`${why}; the laser is taken to sit at ${base} and face ahead`);
  return { T_base_lidar: identity, isUpsideDown: false };
}

function odometry(message: nav_msgs.Odometry): LoggedOdometry {
  return {
    kind: 'odometry',
    stamp_s: fromStamp(message.header.stamp),
    T_odom_base: poseFromMessage(message.pose.pose),
  };
}
