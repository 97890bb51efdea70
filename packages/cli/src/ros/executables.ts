import type { Executable } from './executable.ts';

/** All that runs on a ROS 2 graph, by name. Each loads its own code alone: a process is as large as what it runs. */
export const executables: Readonly<Record<string, Executable>> = {
  simulator: {
    summary: 'a simulated body in a simulated home; makes the time of the graph (/clock)',
    load: async () => (await import('./simulator.ts')).simulator(),
  },
  odometry: {
    summary: 'wheels and gyro → odom, tf odom → base',
    load: async () => (await import('./odometry.ts')).odometry,
  },
  slam: {
    summary: 'scan and odom → map, tf map → odom',
    load: async () => (await import('./slam.ts')).slam,
  },
  drive: {
    summary: 'the action drive → cmd_vel: paths, reflexes, docking',
    load: async () => (await import('./drive.ts')).drive,
  },
  mission: {
    summary: 'cleaning jobs: rooms, lanes, battery, dock',
    load: async () => (await import('./mission.ts')).mission,
  },
  presence: {
    summary: 'light and chirp of the body; permits driving by hand',
    load: async () => (await import('./presence.ts')).presence,
  },
  obstacles: {
    summary: 'floor_view → obstacles in the map, each with what is done about it',
    load: async () => (await import('./obstacles.ts')).obstacles,
  },
  hazards: {
    summary: "the body in the words of iRobot's Create 3: hazard_detection, dock_status, …",
    load: async () => (await import('./hazards.ts')).hazards,
  },
  diagnostics: {
    summary: 'how the robot is, on /diagnostics',
    load: async () => (await import('./diagnostics.ts')).diagnostics,
  },
  mind: {
    summary: 'odometry to diagnostics, all of the above, in one process',
    load: async () => (await import('./mind.ts')).mind,
  },
  floor_eye: {
    summary: 'the depth image of any camera → floor_view, what lies on the floor',
    load: async () => (await import('./floorEye.ts')).floorEye,
  },
  coverage: {
    summary: 'any map and tf → rooms, and coverage paths that fit (compute_coverage_path)',
    load: async () => (await import('./coverage.ts')).coverage,
  },
  planner: {
    summary: "Nav2's compute_path_to_pose, on any map",
    load: async () => (await import('./planner.ts')).planner,
  },
  follow_path: {
    summary: "Nav2's follow_path, driven by drive with its reflexes",
    load: async () => (await import('./followPath.ts')).followPath,
  },
  navigate: {
    summary: "Nav2's navigate_to_pose, by the mission",
    load: async () => (await import('./navigate.ts')).navigate,
  },
  map_server: {
    summary: 'maps from and to one folder, as map_server and map_saver ($HOMEBOUND_MAP_FOLDER)',
    load: async () => (await import('./mapServer.ts')).mapServer(),
  },
  viewer: {
    summary: 'the live map on 127.0.0.1, which also steers',
    load: async () => (await import('./viewer.ts')).viewer(),
  },
  replay: {
    summary: 'plays a rosbag2 or the recording of a run; makes the time of the graph (/clock)',
    load: async () => (await import('./replay.ts')).replay(),
  },
};
