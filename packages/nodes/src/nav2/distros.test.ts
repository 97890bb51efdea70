import { adaptTo, codecFromDefinition, nav2_msgs } from '@homebound/messages';

/** What Nav2's actions look like elsewhere: Humble as released; `next` is made up, with more in it than any of them. */
const humbleResult = 'std_msgs/Empty result\n================\nMSG: std_msgs/Empty\n'.replace(/={16}/, '='.repeat(80));
const nextFeedback = 'float32 speed\nfloat64 heading_error\nfloat32 distance_to_goal\nstring[] notes\n';

test('follow_path on Humble: a result without codes is sent without them, and it is said which', () => {
  const { type, isSame, missing } = adaptTo(nav2_msgs.FollowPath.result, humbleResult);
  expect({ isSame, missing }).toEqual({
    isSame: false,
    missing: ['nav2_msgs/FollowPath_Result.error_code', 'nav2_msgs/FollowPath_Result.error_msg'],
  });
  const bytes = type.encode(type.canonical({ error_code: 103, error_msg: 'no' }));
  expect(codecFromDefinition('nav2_msgs/action/FollowPath_Result', humbleResult).decode(bytes)).toEqual({ result: {} });
});

test('follow_path on a release to come: what we know is filled by name, in whatever order; what it adds stays at its default', () => {
  const { type, missing, unknown } = adaptTo(nav2_msgs.FollowPath.feedback, nextFeedback);
  expect({ missing, unknown }).toEqual({
    missing: [],
    unknown: ['nav2_msgs/FollowPath_Feedback.heading_error', 'nav2_msgs/FollowPath_Feedback.notes'],
  });
  const bytes = type.encode(type.canonical({ distance_to_goal: 2, speed: 0.25 }));
  expect(codecFromDefinition('nav2_msgs/action/FollowPath_Feedback', nextFeedback).decode(bytes)).toEqual({
    speed: 0.25,
    heading_error: 0,
    distance_to_goal: 2,
    notes: [],
  });
});

test('a goal of a release to come: what we do not know of it is passed over', () => {
  const text = nav2_msgs.ComputePathToPose.goal.definition;
  const nextGoal = text.replace('string planner_id', 'uint8 urgency\nstring planner_id');
  const { type, missing } = adaptTo(nav2_msgs.ComputePathToPose.goal, nextGoal);
  const theirs = codecFromDefinition('nav2_msgs/action/ComputePathToPose_Goal', nextGoal);
  const goal = type.decode(theirs.encode(theirs.canonical({ urgency: 3, planner_id: 'GridBased', use_start: true })));
  expect(missing).toEqual([]);
  expect(goal).toMatchObject({ planner_id: 'GridBased', use_start: true });
  expect(goal).not.toHaveProperty('urgency');
});
