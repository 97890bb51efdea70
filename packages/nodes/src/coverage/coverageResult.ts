import { type geometry_msgs, homebound_interfaces, type nav_msgs } from '@homebound/messages';
import { type JobPlan, type JobReport, type JobRequest, type WayPose, wayPoses } from '@homebound/plan';
import { header, poseToMessage } from '../convert.ts';
import { reportMessage } from '../jobMessages.ts';

/** How a way is to be told. */
export interface PathStyle {
  readonly frame_id: string;
  readonly stamp_s: number;
  readonly spacing_m: number;
  readonly splitsAtTurns: boolean;
}

type Result = homebound_interfaces.ComputeCoveragePath_Result;

/** A plan as the result of a goal: path, what each stretch of it is for, and what was checked. */
export function coverageResult(
  request: JobRequest,
  { strokes }: Pick<JobPlan, 'strokes'>,
  report: JobReport,
  style: PathStyle,
): Partial<Result> {
  const poses = [...wayPoses(strokes, { spacing_m: style.spacing_m })];
  const { proof } = report;
  const told = header(style.stamp_s, style.frame_id);
  const message = poses.map(
    ({ T_map_base }): geometry_msgs.PoseStamped => ({ header: told, pose: poseToMessage(T_map_base) }),
  );
  return {
    path: { header: told, poses: message },
    ...(style.splitsAtTurns && { paths: splitAtTurns(poses, message, told) }),
    segments: segmentsOf(poses, strokes),
    report: { ...homebound_interfaces.JobReport.create(), ...reportMessage(report), header: told },
    proof: {
      poses: proof.poses,
      invalid_poses: proof.invalidPoses,
      least_clearance: proof.leastClearance_m,
      required_clearance: request.space.leastClearance_m,
      way_out: proof.wayOut_m,
    },
  };
}

/** Each stroke from its first pose on. */
function segmentsOf(poses: readonly WayPose[], strokes: JobPlan['strokes']): homebound_interfaces.CoverageSegment[] {
  const segments: homebound_interfaces.CoverageSegment[] = [];
  let last = -1;
  for (const [first_pose, { stroke }] of poses.entries()) {
    if (stroke === last) continue;
    last = stroke;
    const { kind, area = -1, pass, brushOn, levels } = strokes[stroke];
    segments.push({
      first_pose,
      kind,
      area_index: area,
      pass_number: pass,
      brush_on: brushOn,
      levels: { fan: levels.fan, main_brush: levels.mainBrush, side_brush: levels.sideBrush },
    });
  }
  return segments;
}

/** The way in pieces without a turn in place: at the beginning of each the robot stands, and turns to its first pose. */
function splitAtTurns(
  poses: readonly WayPose[],
  message: readonly geometry_msgs.PoseStamped[],
  told: nav_msgs.Path['header'],
): nav_msgs.Path[] {
  const paths: nav_msgs.Path[] = [];
  let from = 0;
  for (let k = 1; k <= poses.length; k++) {
    if (k < poses.length && !poses[k].isTurned) continue;
    paths.push({ header: told, poses: message.slice(from, k) });
    from = k;
  }
  return paths;
}
