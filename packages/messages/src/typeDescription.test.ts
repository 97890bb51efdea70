import { createHash } from 'node:crypto';
import { findMessageType } from './find.ts';
import { typeDescription } from './typeDescription.ts';

/** As ROS 2 Jazzy installs them (`type_hashes` in share/PACKAGE/msg/NAME.json). */
const hashes: readonly (readonly [string, string])[] = [
  // No field, numbers, a text, a nested message.
  ['std_msgs/msg/Empty', 'RIHS01_20b625256f32d5dbc0d04fee44f43c41e51c70d3502f84b4a08e7a9c26a96312'],
  ['builtin_interfaces/msg/Time', 'RIHS01_b106235e25a4c5ed35098aa0a61a3ee9c9b18d197f398b0e4206cea9acf9c197'],
  ['std_msgs/msg/String', 'RIHS01_df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18'],
  ['sensor_msgs/msg/LaserScan', 'RIHS01_64c191398013af96509d518dac71d5164f9382553fce5c1f8cca5be7924bd828'],
  // Fixed arrays, sequences of messages and of texts, an octet (its level), constants.
  ['nav_msgs/msg/Odometry', 'RIHS01_3cc97dc7fb7502f8714462c526d369e35b603cfc34d946e3f2eda2766dfec6e0'],
  ['tf2_msgs/msg/TFMessage', 'RIHS01_e369d0f05a23ae52508854b66f6aa0437f3449d652e8cbf22d5abe85d020f087'],
  ['sensor_msgs/msg/JointState', 'RIHS01_a13ee3a330e346c9d87b5aa18d24e11690752bd33a0350f11c5882bc9179260e'],
  ['sensor_msgs/msg/CameraInfo', 'RIHS01_b3dfd68ff46c9d56c80fd3bd4ed22c7a4ddce8c8348f2f59c299e73118e7e275'],
  ['diagnostic_msgs/msg/DiagnosticStatus', 'RIHS01_b0e3e692ea2d54a8af2f4ef1930e81556a2db55216b771f8a7d2724ed47bf0e4'],
  ['rcl_interfaces/msg/Log', 'RIHS01_e28ce254ca8abc06abf92773b74602cdbf116ed34fbaf294fb9f81da9f318eac'],
  // Parts of services: bounded sequences of what is no message of its own.
  ['std_srvs/srv/SetBool_Request', 'RIHS01_c62fbb99d94e1b25e8ef9e109f9581956bb1b3361a45a4e5810c36a90d29932e'],
  ['std_srvs/srv/SetBool_Event', 'RIHS01_3c4c20015afb4303eafd347b1d6a786f171a89c814726961a9593ef10df878cf'],
  ['std_srvs/srv/Trigger_Request', 'RIHS01_d010825374ce8918e72bfd826c82603e60f45419e932ea976f807b74a863a199'],
];

test.each(hashes)('%s has the hash that ROS 2 has', (name, hash) => {
  const description = typeDescription(findMessageType(name)!);
  expect(`RIHS01_${createHash('sha256').update(description).digest('hex')}`).toBe(hash);
});

test('bounds of texts and sequences are part of it, defaults and constants are not', () => {
  const of = (definition: string): string => typeDescription({ name: 'a_msgs/msg/B', definition });
  expect(of('string<=5 name "x"\nuint8 K=3\nint32[<=4] n')).toBe(of('string<=5 name\nint32[<=4] n'));
  expect(
    new Set(['string', 'string<=5', 'string<=6', 'string[2]', 'string[<=2]', 'string[]'].map((t) => of(`${t} a`))).size,
  ).toBe(6);
  expect(of('uint8 a')).not.toBe(of('byte a'));
  expect(of('uint8 a')).toBe(of('char a'));
});
