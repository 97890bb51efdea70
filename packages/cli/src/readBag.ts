import type { LoggedOdometry } from '@homebound/formats';
import { type ByteSource, Recording } from '@homebound/graph';
import { identity } from '@homebound/math';
import { fromStamp, nav_msgs, sensor_msgs, tf2_msgs } from '@homebound/messages';
import { asSeenFromAbove, LaserFrames, type LaserPlace, poseFromMessage, scanRecord } from '@homebound/nodes';
import { CliError } from './errors.ts';
import type { LogRecord } from './mapLog.ts';
import { boundedZstd, zstdReady } from './zstd.ts';

/** Readings of all scans together, 0.2 GB: three hours of 360 beams at 10 Hz. */
const MAX_READINGS = 50_000_000;

/**
 * The scans and odometry of a rosbag2 MCAP: /scan, /odom if there is any, and the laser's place on the base from /tf_static and /tf.
 * @param warn told in one line what was amiss, but not so much that no map can be made
 */
export async function readBag(source: ByteSource, path: string, warn = warnOnStderr): Promise<LogRecord[]> {
  await zstdReady;
  const recording = new Recording(source, { decompress: boundedZstd(path) });
  const records: LogRecord[] = [];
  const scans: { frame: string; record: ReturnType<typeof scanRecord> }[] = [];
  const frames = new LaserFrames();
  let readings = 0;
  // REP-105's names, for a recording without odometry.
  let odom = { parent: 'odom', child: 'base_link' };
  try {
    for (const { channel, data } of recording.messages(['scan', 'odom', 'tf', 'tf_static'])) {
      if (channel.type === sensor_msgs.LaserScan.name) {
        const message = sensor_msgs.LaserScan.decode(data);
        readings += message.ranges.length;
        if (readings > MAX_READINGS) throw new RangeError(`its scans hold more than ${MAX_READINGS} readings; cut it`);
        scans.push({ frame: message.header.frame_id, record: scanRecord(message) });
      } else if (channel.type === nav_msgs.Odometry.name) {
        const message = nav_msgs.Odometry.decode(data);
        if (records.length === 0) odom = { parent: message.header.frame_id, child: message.child_frame_id };
        records.push(odometry(message));
      } else if (channel.type === tf2_msgs.TFMessage.name) frames.add(tf2_msgs.TFMessage.decode(data));
    }
  } catch (cause) {
    throw new CliError(`${path}: ${(cause as Error).message.split('\n')[0]}`, { cause });
  }
  if (scans.length === 0) throw new CliError(`${path}: holds no sensor_msgs/msg/LaserScan on /scan; a map needs it`);
  if (records.length === 0) warn(`${path}: holds no nav_msgs/msg/Odometry on /odom; the scans alone must do`);
  if (recording.problem !== undefined) warn(`${path}: ${recording.problem}`);
  const places = new Map<string, LaserPlace>();
  for (const { frame, record } of scans) {
    const place = places.get(frame) ?? laserPlace(frames, odom, frame, path, warn);
    places.set(frame, place);
    const { T_base_lidar, isUpsideDown } = place;
    records.push({ ...(isUpsideDown ? asSeenFromAbove(record) : record), T_base_lidar });
  }
  return records.sort((a, b) => a.stamp_s - b.stamp_s);
}

function warnOnStderr(text: string): void {
  process.stderr.write(`warning: ${text}\n`);
}

function laserPlace(
  frames: LaserFrames,
  odom: { readonly parent: string; readonly child: string },
  frame: string,
  path: string,
  warn: (text: string) => void,
): LaserPlace {
  const base = odom.child || 'base_link';
  const place = frames.laserPlace(base, frame, odom.parent);
  if (!('reason' in place)) return place;
  if (place.reason === 'tilted') {
    const degrees = ((place.tilt_rad * 180) / Math.PI).toFixed(0);
    throw new CliError(
      `${path}: the laser frame ${frame} is tilted by ${degrees}° on ${base}; a flat map needs a level one`,
    );
  }
  warn(`${path}: no transform leads from ${base} to ${frame}; the laser is taken to sit at ${base} and face ahead`);
  return { T_base_lidar: identity, isUpsideDown: false };
}

function odometry(message: nav_msgs.Odometry): LoggedOdometry {
  return {
    kind: 'odometry',
    stamp_s: fromStamp(message.header.stamp),
    T_odom_base: poseFromMessage(message.pose.pose),
  };
}
