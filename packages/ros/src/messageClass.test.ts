import { codecFromDefinition, homebound_interfaces, nav_msgs, std_srvs } from '@homebound/messages';
import { FakeRcl, fakeStructs } from './fakeRcl.ts';
import { actionClass, serviceClass } from './interfaceClasses.ts';
import { messageClass } from './messageClass.ts';
import type { RclMessageClass } from './rcl.ts';

const { Path } = nav_msgs;
const real = {
  type: () => ({ pkgName: 'nav_msgs', subFolder: 'msg', interfaceName: 'Path' }),
  refObjectType: { size: 48 },
} as unknown as RclMessageClass;
const poses = [{ header: { frame_id: 'map', stamp: { sec: 1, nanosec: 2 } } } as never];

test('a message goes into a struct as its CDR bytes, and the struct is freed once it is sent', async () => {
  const fake = new FakeRcl();
  const structs = fakeStructs();
  const Message = messageClass(fake.rcl, structs, real, Path);
  const message = new Message({ poses });
  const struct = message.serialize();
  expect(struct.length).toBe(48);
  expect(Path.decode(fake.bytesIn(struct)).poses[0]!.header.frame_id).toBe('map');
  expect(structs.open.size).toBe(1); // until rclnodejs has sent it
  await Promise.resolve();
  expect(structs.open.size).toBe(0);
});

test('a message that was taken is read from its struct, and the struct is freed', () => {
  const fake = new FakeRcl();
  const structs = fakeStructs();
  const Message = messageClass(fake.rcl, structs, real, Path) as RclMessageClass & { destroyRawROS(m: object): void };
  const taken = new Message();
  fake.fillStruct(taken.toRawROS(), Path.encode(Path.canonical({ poses })));
  const message = new Message();
  message.deserialize(taken.refObject);
  expect(message.poses).toHaveLength(1);
  expect(message.toPlainObject()).toEqual(Path.canonical({ poses }));
  Message.destroyRawROS(taken);
  expect(structs.open.size).toBe(0);
});

test('a field may have any name', () => {
  const fake = new FakeRcl();
  const codec = codecFromDefinition('x/msg/Names', 'string value\nstring type\nint32 length');
  const Message = messageClass(fake.rcl, fakeStructs(), real, codec);
  const fields = { value: 'v', type: 't', length: 3 };
  const struct = new Message(fields).serialize();
  expect(codec.decode(fake.bytesIn(struct))).toEqual(fields);
  const message = new Message();
  message.deserialize(struct);
  expect(message.toPlainObject()).toEqual(fields);
});

test('what cannot be sent is refused before there is a struct', () => {
  const structs = fakeStructs();
  const Message = messageClass(new FakeRcl().rcl, structs, real, Path);
  expect(() => new Message({ poses: 5 }).serialize()).toThrow('nav_msgs/Path.poses: it must be an array');
  expect(structs.open.size).toBe(0);
});

test('a struct that ROS cannot fill is freed', () => {
  const fake = new FakeRcl();
  const structs = fakeStructs();
  const Message = messageClass(fake.rcl, structs, real, Path);
  fake.failing = new Error('failed to deserialize ROS message');
  expect(() => new Message({ poses }).serialize()).toThrow('failed to deserialize');
  expect(structs.open.size).toBe(0);
});

test('the types of services and actions have the parts that rclnodejs asks for, each with its own name', () => {
  const { parts } = new FakeRcl();
  const service = serviceClass(parts, std_srvs.SetBool, 'server', () => {});
  expect([service.type().interfaceName, service.Response.type().interfaceName]).toEqual([
    'SetBool',
    'SetBool_Response',
  ]);
  const { impl } = actionClass(parts, homebound_interfaces.Drive, 'client', () => {});
  expect([impl.SendGoalService.Request, impl.FeedbackMessage].map((each) => each.type().interfaceName)).toEqual([
    'Drive_SendGoal_Request',
    'Drive_FeedbackMessage',
  ]);
});
