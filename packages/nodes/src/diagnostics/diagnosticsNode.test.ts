import { LocalGraph, qos } from '@homebound/graph';
import { diagnostic_msgs, homebound_interfaces, nav_msgs, rcl_interfaces, sensor_msgs } from '@homebound/messages';
import { diagnosticsNode } from './diagnosticsNode.ts';
import { batteryStatus, cameraStatus, missionStatus, safetyStatus, slamStatus } from './status.ts';

const { OK, WARN, ERROR, STALE } = diagnostic_msgs.DiagnosticStatus;
const battery = (fields: Partial<sensor_msgs.BatteryState>) =>
  sensor_msgs.BatteryState.canonical({ present: true, power_supply_status: 2, ...fields });

test.each([
  [{ percentage: 0.8 }, OK, 'Discharging, 80 %.'],
  [{ percentage: 0.1 }, WARN, 'Low, 10 %.'],
  [{ percentage: 0.03 }, ERROR, 'Nearly empty, 3 %: put the robot on its dock.'],
  [{ percentage: 0.03, power_supply_status: 1 }, OK, 'Charging, 3 %.'],
  [{ percentage: Number.NaN }, WARN, 'The body does not say how full the battery is.'],
  [{ percentage: 0.5, present: false }, ERROR, 'There is no battery.'],
])('battery %j', (fields, level, message) => {
  expect(batteryStatus(battery(fields))).toMatchObject({ level, message });
});

test('what hangs, is lost or stuck is told by its level', () => {
  const safety = homebound_interfaces.Safety.create();
  expect(safetyStatus({ ...safety, bump_left: true })).toMatchObject({ level: OK, message: 'It feels: bumper left.' });
  expect(safetyStatus({ ...safety, wheel_drop_left: true, wheel_drop_right: true })).toMatchObject({
    level: WARN,
    message: 'Lifted: both wheels hang.',
  });
  const slam = homebound_interfaces.SlamState.create();
  expect(slamStatus({ ...slam, state: 'located' }).level).toBe(OK);
  expect(slamStatus({ ...slam, state: 'locating', reason: 'Where?' })).toMatchObject({
    level: WARN,
    message: 'Where?',
  });
  expect(slamStatus({ ...slam, state: 'lost' }).level).toBe(ERROR);
  const mission = { ...homebound_interfaces.MissionState.create(), reason: 'So it is.', reason_code: 'none' };
  expect(missionStatus({ ...mission, state: 'cleaning' })).toMatchObject({ level: OK, message: 'cleaning: So it is.' });
  expect(missionStatus({ ...mission, state: 'stuck' }).level).toBe(ERROR);
  expect(missionStatus({ ...mission, state: 'paused', reason_code: 'bin_full' }).level).toBe(WARN);
});

test('a camera is told by its fault; shut it is well', () => {
  const camera = homebound_interfaces.CameraState.create();
  expect(cameraStatus(camera)).toMatchObject({ level: OK, message: 'Shut.' });
  expect(cameraStatus({ ...camera, is_open: true, rate: 9.96 })).toMatchObject({
    message: 'Open, 10.0 looks a second.',
  });
  expect(cameraStatus({ ...camera, is_open: true, fault: 'It hangs.' })).toMatchObject({
    level: WARN,
    message: 'It hangs.',
  });
});

test('once a second: parts that were heard of, how topics come in, and what nodes logged as errors', () => {
  const graph = new LocalGraph();
  graph.add(diagnosticsNode(), { hardware_id: 'robot 7' });
  const { outside } = graph;
  const heard: diagnostic_msgs.DiagnosticArray[] = [];
  outside.subscribe(diagnostic_msgs.DiagnosticArray, 'diagnostics', qos.reliable, (m) => heard.push(m));
  const odom = outside.publisher(nav_msgs.Odometry, 'odom', qos.sensorOut);
  const beat = outside.timer(0.05, () => odom.publish({}));
  const status = (name: string) => heard.at(-1)?.status.find((part) => part.name === `robot 7: ${name}`);
  graph.runFor(3.5);
  expect(heard).toHaveLength(3);
  expect(status('topic scan')).toMatchObject({ level: STALE, message: 'Nobody has published scan yet.' });
  expect(status('topic odom')).toMatchObject({ level: OK, hardware_id: 'robot 7' });
  const rate = Number(status('topic odom')?.values.find(({ key }) => key === 'rate_hz')?.value);
  expect(rate).toBeGreaterThanOrEqual(19);
  expect(rate).toBeLessThanOrEqual(21);
  expect(status('battery')).toBeUndefined();

  beat.cancel();
  outside.publisher(sensor_msgs.BatteryState, 'battery_state', qos.reliable).publish(battery({ percentage: 0.5 }));
  const log = outside.publisher(rcl_interfaces.Log, '/rosout', qos.reliable);
  log.publish({ level: rcl_interfaces.Log.WARN, name: 'slam', msg: 'only a warning' });
  for (const msg of ['fault 1 in timer 1 s: boom', 'fault 10 in timer 1 s: boom\nat there'])
    log.publish({ level: rcl_interfaces.Log.ERROR, name: 'mission', msg });
  graph.runFor(3);
  expect(status('topic odom')).toMatchObject({ level: STALE });
  expect(status('battery')).toMatchObject({ level: OK });
  expect(status('faults of slam')).toBeUndefined();
  expect(status('faults of mission')).toMatchObject({ level: ERROR, message: 'fault 10 in timer 1 s: boom' });
  expect(status('faults of mission')?.values).toContainEqual({ key: 'count', value: '2' });
  graph.runFor(60);
  expect(status('faults of mission')?.level).toBe(WARN);
});
