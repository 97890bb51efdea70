import type { LoggedOdometry } from '@homebound/formats';
import { type ByteSource, Recording } from '@homebound/graph';
import { identity, type SE2 } from '@homebound/math';
import { fromStamp, nav_msgs, sensor_msgs, tf2_msgs } from '@homebound/messages';
import { poseFromMessage, scanRecord, transformFromMessage } from '@homebound/nodes';
import { CliError } from './errors.ts';
import type { LogRecord } from './mapLog.ts';
import { decompress, zstdReady } from './zstd.ts';

/** The scans and odometry of a rosbag2 MCAP: /scan, /odom, and the laser's place from /tf_static. */
export async function readBag(source: ByteSource, path: string): Promise<LogRecord[]> {
  await zstdReady;
  const recording = new Recording(source, { decompress });
  const records: LogRecord[] = [];
  const scans: { frame: string; record: ReturnType<typeof scanRecord> }[] = [];
  const places = new Map<string, SE2>();
  try {
    for (const { channel, data } of recording.messages(['scan', 'odom', 'tf_static'])) {
      if (channel.type === sensor_msgs.LaserScan.name) {
        const message = sensor_msgs.LaserScan.decode(data);
        scans.push({ frame: message.header.frame_id, record: scanRecord(message) });
      } else if (channel.type === nav_msgs.Odometry.name) records.push(odometry(nav_msgs.Odometry.decode(data)));
      else if (channel.type === tf2_msgs.TFMessage.name)
        for (const t of tf2_msgs.TFMessage.decode(data).transforms)
          places.set(t.child_frame_id, transformFromMessage(t).T);
    }
  } catch (cause) {
    throw new CliError(`${path}: ${(cause as Error).message.split('\n')[0]}`, { cause });
  }
  if (scans.length === 0) throw new CliError(`${path}: holds no sensor_msgs/msg/LaserScan on /scan; a map needs it`);
  if (records.length === 0) throw new CliError(`${path}: holds no nav_msgs/msg/Odometry on /odom; a map needs it`);
  if (recording.problem !== undefined) process.stderr.write(`warning: ${path}: ${recording.problem}\n`);
  for (const { frame, record } of scans) records.push({ ...record, T_base_lidar: places.get(frame) ?? identity });
  return records.sort((a, b) => a.stamp_s - b.stamp_s);
}

function odometry(message: nav_msgs.Odometry): LoggedOdometry {
  return {
    kind: 'odometry',
    stamp_s: fromStamp(message.header.stamp),
    T_odom_base: poseFromMessage(message.pose.pose),
  };
}
