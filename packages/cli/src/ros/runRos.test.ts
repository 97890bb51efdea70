import { ros } from '../commands/ros.ts';
import { runRos } from './runRos.ts';

test('an unknown name is told with those that there are', async () => {
  await expect(runRos(['slamm'], [])).rejects.toThrow(
    /^No node is called slamm; there are simulator, odometry, slam, /,
  );
  await expect(runRos(['toString'], [])).rejects.toThrow('No node is called toString');
});

// Where ROS 2 is sourced, test:ros shows the rest.
(process.env.ROS_DISTRO ? test.skip : test)('without ROS 2 it says what to do, in one line', async () => {
  await expect(runRos(['slam'], [])).rejects.toThrow(/^ROS 2 is not sourced in this shell: run `source [^\n]+$/);
});

test('the command takes names, then --ros-args; anything else is refused', async () => {
  await expect(ros([])).rejects.toThrow('ros needs the name of a node');
  await expect(ros(['slam', '--world', 'x'])).rejects.toThrow(
    'ros has no option --world; parameters come after --ros-args',
  );
  await expect(ros(['--ros-args', '-p', 'a:=1'])).rejects.toThrow('ros needs the name of a node');
});
