import type { NodeDefinition } from '@homebound/graph';
import { qos } from '@homebound/graph';
import { cellX, cellY } from '@homebound/grid';
import { homebound_interfaces, nav_msgs, visualization_msgs } from '@homebound/messages';
import { poseFromMessage, poseToMessage } from '../convert.ts';
import { coverageNode } from './coverageNode.ts';
import { TestFloor, testRoomMap } from './testFloor.ts';

const { ComputeCoveragePath, GetRooms, SetRestrictions, ComputeCoveragePath_Result: codes } = homebound_interfaces;

function floor(overrides: Record<string, unknown> = {}): TestFloor {
  const test = new TestFloor();
  test.graph.add(coverageNode, overrides);
  return test;
}

/** On a graph where all is there that it needs. */
function ready(overrides: Record<string, unknown> = {}): TestFloor {
  const test = floor(overrides);
  test.publishMap();
  test.graph.runFor(1);
  test.publishPose({ x: 0, y: 0, theta: 0 });
  test.graph.runFor(0.1);
  return test;
}

const compute = (test: TestFloor, goal: object = {}) =>
  test.act(ComputeCoveragePath, 'compute_coverage_path', goal).run();

test('any map and tf in, a proven path out: 97 % of what the brush can touch, no pose nearer than it may be', () => {
  const { status, result, feedback } = compute(ready());
  expect(status).toBe('succeeded');
  expect(result.error_code).toBe(codes.NONE);
  expect(result.path.header.frame_id).toBe('map');
  expect(result.report.coverage).toBeGreaterThan(0.97);
  expect(result.proof).toMatchObject({ invalid_poses: 0, way_out: 0 });
  expect(result.proof.poses).toBeGreaterThan(1000);
  expect(result.proof.least_clearance).toBeGreaterThanOrEqual(result.proof.required_clearance);
  // 0.17 m of body and 0.02 m of padding, less the 4.5 mm by which a way between two cells may be nearer to a corner.
  expect(result.proof.required_clearance).toBeCloseTo(0.19 - 0.0045, 6);
  expect([...new Set(feedback.map(({ stage }) => stage))]).toEqual(['rooms', 'lanes', 'way', 'proof']);
  expect(feedback.at(-1)?.length).toBeCloseTo(result.report.length, 3);
});

test('the path as it is handed out keeps off every wall of the map as published, looked at cell by cell', () => {
  const map = testRoomMap();
  const { result } = compute(ready());
  let least_m = Number.POSITIVE_INFINITY;
  for (const { pose } of result.path.poses) {
    const { x, y } = poseFromMessage(pose);
    for (let iy = cellY(map, y - 0.3); iy <= cellY(map, y + 0.3); iy++)
      for (let ix = cellX(map, x - 0.3); ix <= cellX(map, x + 0.3); ix++) {
        if (map.data[iy * map.width + ix] === 0) continue;
        const dx = Math.max(0, Math.abs(map.originX_m + (ix + 0.5) * 0.05 - x) - 0.025);
        const dy = Math.max(0, Math.abs(map.originY_m + (iy + 0.5) * 0.05 - y) - 0.025);
        least_m = Math.min(least_m, Math.hypot(dx, dy));
      }
  }
  expect(least_m).toBeGreaterThan(0.17);
});

test('poses are headed along the way, at most the spacing apart, and say what they are for', () => {
  const { result } = compute(ready(), { spacing: 0.05 });
  const poses = result.path.poses.map(({ pose }) => poseFromMessage(pose));
  let turns = 0;
  for (let k = 1; k < poses.length; k++) {
    const [dx, dy] = [poses[k].x - poses[k - 1].x, poses[k].y - poses[k - 1].y];
    const step_m = Math.hypot(dx, dy);
    expect(step_m).toBeLessThan(0.05 + 1e-9);
    if (step_m < 1e-9) turns++;
    else expect(Math.cos(Math.atan2(dy, dx) - poses[k].theta)).toBeCloseTo(1, 6);
  }
  expect(turns).toBeGreaterThan(5);
  const { segments } = result;
  expect(segments[0].first_pose).toBe(0);
  expect(segments.every((s, k) => k === 0 || s.first_pose > segments[k - 1].first_pose)).toBe(true);
  expect(new Set(segments.map(({ kind }) => kind))).toEqual(new Set(['perimeter', 'lane', 'travel']));
  expect(
    segments.filter(({ kind }) => kind === 'lane').every(({ brush_on, area_index }) => brush_on && area_index >= 0),
  ).toBe(true);
});

test('split at turns, the pieces are the path, and none of them turns by more than 10° at a pose', () => {
  const { result } = compute(ready(), { split_at_turns: true });
  expect(result.paths.flatMap(({ poses }) => poses)).toEqual(result.path.poses);
  expect(result.paths.length).toBeGreaterThan(10);
  for (const { poses } of result.paths) {
    expect(poses.length).toBeGreaterThan(1);
    const yaws = poses.map(({ pose }) => poseFromMessage(pose).theta);
    for (let k = 1; k < yaws.length; k++) expect(Math.cos(yaws[k] - yaws[k - 1])).toBeGreaterThan(Math.cos(0.176));
  }
});

test('rooms: found, told with doors, drawn for RViz, and swept one alone by its id', () => {
  const test = ready();
  let markers: visualization_msgs.Marker[] = [];
  test.graph.outside.subscribe(visualization_msgs.MarkerArray, 'coverage_rooms', qos.latched, (m) => {
    markers = m.markers;
  });
  const { success, rooms, doors, header } = test.call(GetRooms, 'get_rooms', {});
  expect({ success, frame: header.frame_id, ids: rooms.map(({ id }) => id) }).toEqual({
    success: true,
    frame: 'map',
    ids: [1, 2],
  });
  // The door in the wall at x = 1.4 m, 0.9 m wide around y = 0.6 m.
  expect(doors).toEqual([
    { room_a: 1, room_b: 2, x: expect.closeTo(1.4, 0), y: expect.closeTo(0.6, 1), width: expect.closeTo(0.9, 0) },
  ]);
  test.graph.runFor(0.1);
  expect(markers.filter(({ ns }) => ns === 'names').map(({ text }) => text)).toEqual(['1 Room 1', '2 Room 2']);
  const { result } = compute(test, { rooms: [2], return_to_start: true });
  expect(result.report.areas.map(({ name }) => name)).toEqual(['Room 2']);
  const isSweeping = ({ kind }: { kind: string }) => kind !== 'travel';
  const begun_x = result.segments.filter(isSweeping).map((s) => result.path.poses[s.first_pose].pose.position.x);
  expect(begun_x.length).toBeGreaterThan(5);
  expect(Math.min(...begun_x)).toBeGreaterThan(1.4);
  const last = result.path.poses.at(-1)?.pose.position;
  expect(last).toMatchObject({ x: expect.closeTo(0, 6), y: expect.closeTo(0, 6) });
});

test('restrictions that are kept and those of one goal: nothing is swept behind them, and the report says so', () => {
  const test = ready();
  const wall = { points: Float64Array.of(1.4, -0.6, 1.4, 2.4) };
  const restrictions = { ...homebound_interfaces.Restrictions.create(), walls: [wall] };
  const once = compute(test, { restrictions });
  expect(once.result.report.left_out.map(({ why }) => why)).toContain('behindNoGo');
  expect(compute(test).result.report.left_out.map(({ why }) => why)).not.toContain('behindNoGo');
  expect(test.call(SetRestrictions, 'coverage/set_restrictions', { restrictions })).toEqual({
    accepted: true,
    reason: 'Done.',
  });
  expect(compute(test).result.path.poses.every(({ pose }) => pose.position.x < 1.4)).toBe(true);
});

test('the path and nothing but the path is latched for RViz', () => {
  const test = ready();
  const { result } = compute(test);
  let shown = 0;
  test.graph.outside.subscribe(nav_msgs.Path, 'coverage_path', qos.latched, ({ poses }) => {
    shown = poses.length;
  });
  test.graph.runFor(0.1);
  expect(shown).toBe(result.path.poses.length);
});

test('a start that is given, in another frame, and one at which tf is not needed at all', () => {
  const test = floor();
  test.publishMap();
  test.graph.runFor(0.1);
  const at = (frame_id: string, x: number) => ({
    use_start: true,
    start: { header: { stamp: { sec: 0, nanosec: 0 }, frame_id }, pose: poseToMessage({ x, y: 0, theta: 0 }) },
  });
  expect(compute(test, at('map', 0.2)).result.path.poses[0].pose.position.x).toBeCloseTo(0.2);
  test.publishPose({ x: 0, y: 0, theta: 0 });
  test.graph.runFor(0.1);
  // odom lies at x = 1 in the map.
  expect(compute(test, at('odom', -0.7)).result.path.poses[0].pose.position.x).toBeCloseTo(0.3);
});

test('a body with corners is planned for as the circle around it', () => {
  const { result } = compute(ready({ footprint: '[[0.2, 0.1], [0.2, -0.1], [-0.1, -0.1], [-0.1, 0.1]]' }));
  // √(0.2² + 0.1²) = 0.2236 m, and 0.02 m of padding.
  expect(result.proof.required_clearance).toBeCloseTo(0.2236 + 0.02 - 0.0045, 3);
});

describe('what can not be done is told with a code and in words', () => {
  const stamp = { sec: 0, nanosec: 0 };
  const startAt = (x: number, y: number) => ({
    use_start: true,
    start: { header: { stamp, frame_id: 'map' }, pose: poseToMessage({ x, y, theta: 0 }) },
  });
  test.each([
    [
      'an unknown room',
      { rooms: [7] },
      codes.INVALID_REQUEST,
      /there is no room 7; .*1 \(Room 1\), 2 \(Room 2\)|room 7/,
    ],
    ['a zone off the map', { zones: [zone(50, 50)] }, codes.INVALID_REQUEST, /zone/],
    [
      'passes of nobody',
      { settings: { passes: 'thrice', levels: [], lane_angle: new Float64Array(0), edges_only: false } },
      codes.INVALID_REQUEST,
      /passes must be 1, 2 or crossed, got thrice/,
    ],
    ['a start off the map', startAt(40, 0), codes.START_OUTSIDE_MAP, /40\.00, 0\.00 lies off .* x -0\.\d/],
    ['a start in a wall', startAt(1.4, 2), codes.START_OCCUPIED, /1\.40, 2\.00 lies in a cell that is occupied \(100/],
    [
      'a start in a frame of nobody',
      {
        use_start: true,
        start: { header: { stamp, frame_id: 'moon' }, pose: poseToMessage({ x: 0, y: 0, theta: 0 }) },
      },
      codes.TF_ERROR,
      /nobody has spoken of the frame moon/,
    ],
    ['a start that is no number', startAt(Number.NaN, 0), codes.TF_ERROR, /not finite/],
  ])('%s', (_, goal, error_code, words) => {
    const { status, result } = compute(ready(), goal);
    expect(status).toBe('aborted');
    expect(result).toMatchObject({ error_code, error_msg: expect.stringMatching(words) });
    expect(result.path.poses).toEqual([]);
  });

  function zone(x: number, y: number) {
    const settings = homebound_interfaces.AreaSettings.create();
    return { shape: { points: Float64Array.of(x, y, x + 1, y, x + 1, y + 1, x, y + 1) }, settings };
  }

  test('no map yet; one that is turned; one without a frame', () => {
    const test = floor();
    test.publishPose({ x: 0, y: 0, theta: 0 });
    test.graph.runFor(0.1);
    expect(compute(test).result).toMatchObject({
      error_code: codes.NO_MAP,
      error_msg: 'no map has been heard on the topic map yet',
    });
    expect(test.call(GetRooms, 'get_rooms', {})).toMatchObject({
      success: false,
      message: expect.stringMatching(/no map/),
    });
    test.publishMap(testRoomMap(), 'map', 0.3);
    test.graph.runFor(0.1);
    expect(compute(test).result).toMatchObject({
      error_code: codes.NO_MAP,
      error_msg: expect.stringMatching(/turned by 0\.3000 rad/),
    });
    test.publishMap(testRoomMap(), '');
    test.graph.runFor(0.1);
    expect(compute(test).result).toMatchObject({
      error_code: codes.NO_MAP,
      error_msg: expect.stringMatching(/names no frame/),
    });
  });

  test('nobody says where the robot is, or said it long ago', () => {
    const test = floor();
    test.publishMap();
    test.graph.runFor(0.1);
    expect(compute(test).result).toMatchObject({
      error_code: codes.TF_ERROR,
      error_msg: expect.stringMatching(/nobody has spoken of the frame map .*nothing was heard/),
    });
    test.publishPose({ x: 0, y: 0, theta: 0 });
    test.graph.runFor(5);
    expect(compute(test).result).toMatchObject({
      error_code: codes.TF_ERROR,
      error_msg: expect.stringMatching(/is 5\.\d s old, at most 2 s/),
    });
  });

  test('a body that fits nowhere', () => {
    const { result } = compute(ready({ robot_radius: 1.9, brush_width: 0.2 }));
    expect(result).toMatchObject({
      error_code: codes.NO_VALID_PATH,
      error_msg: expect.stringMatching(/nowhere on the map.*3\.84 m wide/),
    });
  });

  test('a brush wider than its robot, and a footprint that is none, are faults of the start', () => {
    for (const [overrides, words] of [
      [{ brush_width: 0.5 }, /brush_width must be at most the body's 0\.34 m, got 0\.5/],
      [{ footprint: '[[1, 2]]' }, /footprint must be three or more corners/],
    ] as const) {
      const test = floor(overrides);
      test.graph.runFor(0.1);
      expect(String(test.faults[0].error)).toMatch(words);
    }
  });
});

test('cancelled it stops planning; a newer goal takes the place of an older one; both say so', () => {
  const test = ready();
  const first = test.act(ComputeCoveragePath, 'compute_coverage_path', {});
  test.graph.runFor(0.1);
  first.cancel();
  expect(first.run()).toMatchObject({ status: 'canceled', result: { error_msg: 'Cancelled.' } });
  const second = test.act(ComputeCoveragePath, 'compute_coverage_path', {});
  test.graph.runFor(0.1);
  const third = test.act(ComputeCoveragePath, 'compute_coverage_path', {});
  expect(second.run()).toMatchObject({
    status: 'aborted',
    result: { error_code: codes.UNKNOWN, error_msg: 'A newer goal took over.' },
  });
  expect(third.run().status).toBe('succeeded');
  expect(test.faults).toEqual([]);
});

test('a map that changes while it is planned on changes nothing of that plan', () => {
  const test = ready();
  const work = test.act(ComputeCoveragePath, 'compute_coverage_path', {});
  test.graph.runFor(0.1);
  const blocked = testRoomMap();
  blocked.data.fill(100);
  test.publishMap(blocked);
  const { result } = work.run();
  expect(result.report.coverage).toBeGreaterThan(0.97);
  test.publishPose({ x: 0, y: 0, theta: 0 });
  test.graph.runFor(0.1);
  expect(compute(test).result.error_code).toBe(codes.START_OCCUPIED);
});

test('rooms keep their numbers and walls when the map grows, and are forgotten with a map of another place', () => {
  const test = ready();
  const names = () => test.call(GetRooms, 'get_rooms', {}).rooms.map(({ id, is_seen }) => `${id} ${is_seen}`);
  expect(names()).toEqual(['1 true', '2 true']);
  const wall = { points: Float64Array.of(1.4, -0.6, 1.4, 2.4) };
  const restrictions = { ...homebound_interfaces.Restrictions.create(), walls: [wall] };
  test.call(SetRestrictions, 'coverage/set_restrictions', { restrictions });
  const shut = testRoomMap();
  for (let iy = 0; iy < shut.height; iy++)
    for (let ix = 44; ix < shut.width; ix++) shut.data[iy * shut.width + ix] = -1;
  test.publishMap(shut);
  test.graph.runFor(0.1);
  expect(names()).toEqual(['1 true', '2 false']);
  test.publishMap();
  test.graph.runFor(0.1);
  expect(names()).toEqual(['1 true', '2 true']);
  test.publishMap({ ...testRoomMap(), originX_m: 50 });
  test.graph.runFor(0.1);
  const elsewhere = test.call(GetRooms, 'get_rooms', {});
  expect(elsewhere.rooms.map(({ id, centre_x }) => [id, centre_x > 50])).toEqual([
    [1, true],
    [2, true],
  ]);
  expect(elsewhere.restrictions.walls).toEqual([]);
});

test('the same map and goal give the same bits', () => {
  const bytes = () => ComputeCoveragePath.result.encode(compute(ready()).result);
  expect(bytes()).toEqual(bytes());
});

test('the node is one that a graph takes', () => {
  const definition: NodeDefinition<typeof coverageNode.parameters> = coverageNode;
  expect(definition.name).toBe('coverage');
});
