import { createSocket } from 'node:dgram';
import { geometry_msgs } from '@homebound/messages';
import {
  dataPort,
  discoveryPort,
  type ForgedWriter,
  forgedMessage,
  participantAnnouncement,
  writerAnnouncement,
} from '../rtpsForger.ts';

/**
 * A host that sends a robot, at the address TO, a `/cmd_vel` which it forges, whether it hears anything in return or not. It says that it can
 * be reached at the robot's own loopback, which everybody believes; with FROM, at that address, and tells how many
 * answers came there. TAG is the tag of the robot's domain, if the forger knows it.
 */
const { TO = '', FROM, TAG, ROS_DOMAIN_ID = '0' } = process.env;
const socket = createSocket('udp4');
let answers = 0;
socket.on('message', () => {
  answers += 1;
});
await new Promise<void>((done) => socket.bind(0, FROM, done));
const writer: ForgedWriter = {
  topic: 'rt/cmd_vel',
  type: 'geometry_msgs::msg::dds_::Twist_',
  address: FROM ?? '127.0.0.1',
  port: FROM === undefined ? 9 : socket.address().port,
  ...(TAG && { tag: TAG }),
};
const speed = geometry_msgs.Twist.canonical({ linear: { x: 0.66, y: 0, z: 0 } });
const send = (bytes: Uint8Array, port: number): Promise<void> =>
  new Promise((done) => socket.send(bytes, port, TO, () => done()));
const pause = (): Promise<void> => new Promise((done) => setTimeout(done, 300));

for (let round = 0; round < 3; round++) {
  for (let i = 0; i < 10; i++) await send(participantAnnouncement(writer), discoveryPort(Number(ROS_DOMAIN_ID), i));
  await pause();
  for (let i = 0; i < 10; i++) await send(writerAnnouncement(writer), discoveryPort(Number(ROS_DOMAIN_ID), i));
  await pause();
  for (let i = 0; i < 10; i++)
    await send(forgedMessage(geometry_msgs.Twist.encode(speed)), dataPort(Number(ROS_DOMAIN_ID), i));
  await pause();
}
console.log(JSON.stringify({ answers }));
socket.close();
