import type { SE2 } from '@homebound/math';
import { homebound_interfaces } from '@homebound/messages';
import {
  type CleaningWork,
  type HouseholdEdit,
  isSteered,
  type MissionEvent,
  type MissionState,
  mayCommand,
  type PrivacyState,
  type Slices,
  steers,
  type Task,
  type UserCommand,
  userCommands,
  whyNoChange,
  whyNoPlaces,
} from '@homebound/mission';
import type { JobReport } from '@homebound/plan';
import { editOf, reportMessage, restrictionsOf, taskOf } from './jobMessages.ts';
import type { MissionNode } from './missionParameters.ts';
import type { MissionReports } from './missionReports.ts';

/** What the services need of the mission. */
export interface MissionDesk {
  readonly node: Pick<MissionNode, 'service' | 'now_s'>;
  readonly work: Pick<CleaningWork, 'report' | 'pathTo' | 'household'>;
  readonly reports: Pick<MissionReports, 'job'>;
  readonly state: MissionState;
  readonly T_map_base: SE2 | undefined;
  /** While it is off nobody chooses the places that it drives to; all who ask here may be far away. */
  readonly privacy: PrivacyState;
  /** Whether what it does, or would go on with, leads to places that somebody chose. */
  readonly isSteered: boolean;
  /** Hands the newest map to the work; false when there is none, or the robot's place in it is not known. */
  readMap(): boolean;
  /** @param by  who begins it; empty is a person */
  beginJob(task: Task, by: string): void;
  handle(event: MissionEvent): void;
  /** Throws RangeError, in words for a person, when the change makes no sense. */
  edit(change: HouseholdEdit): void;
  /** Does one slice of work now and the others with turns for the rest of the graph in between. */
  inSlices<T>(slices: Slices<T>, done: (value: T) => void): unknown;
}

interface Answer {
  readonly accepted: boolean;
  /** In words for a person. */
  readonly reason: string;
}

/** What can be asked of the mission: commands, jobs, changes of rooms and restrictions. */
export function serveMission(mission: MissionDesk): void {
  const { node } = mission;
  node.service(homebound_interfaces.MissionCommand, 'mission_command', (request, respond) =>
    respond(command(mission, request)),
  );
  node.service(homebound_interfaces.StartJob, 'start_job', (request, respond) => startJob(mission, request, respond));
  node.service(homebound_interfaces.EditRooms, 'edit_rooms', (request, respond) =>
    respond(edit(mission, () => editOf(request), 'Done.')),
  );
  node.service(homebound_interfaces.SetRestrictions, 'set_restrictions', ({ restrictions }, respond) =>
    respond(
      edit(mission, () => ({ kind: 'restrict', restrictions: restrictionsOf(restrictions) }), 'Obeyed from now on.'),
    ),
  );
}

function command(mission: MissionDesk, { command: name, x, y }: homebound_interfaces.MissionCommand_Request): Answer {
  if (!(userCommands as readonly string[]).includes(name))
    return refused(`Unknown command ${name}; known are ${userCommands.join(', ')}.`);
  const wanted = name as UserCommand;
  const allowed = mayCommand(mission.state, wanted);
  if (allowed !== true) return refused(allowed);
  const fault = whyNoSteering(mission, wanted) ?? (wanted === 'goto' ? whyNotTo(mission, x, y) : undefined);
  if (fault !== undefined) return refused(fault);
  if (wanted === 'start' && mission.state.phase !== 'paused') mission.beginJob({ kind: 'clean', job: {} }, '');
  mission.handle({ type: 'user', command: wanted, x, y });
  return { accepted: true, reason: mission.state.reason };
}

/** `start` goes on with what is paused, too. */
function whyNoSteering(
  { privacy, state, isSteered: wasSteered }: MissionDesk,
  command: UserCommand,
): string | undefined {
  const goesOn = command === 'resume' || (command === 'start' && state.phase === 'paused');
  return steers.command[command] || (goesOn && wasSteered) ? whyNoPlaces(privacy) : undefined;
}

/** Why the robot can't be sent to a point: asked before whatever it does now is interrupted. */
function whyNotTo(mission: MissionDesk, x: number, y: number): string | undefined {
  if (!(Number.isFinite(x) && Number.isFinite(y))) return 'The point to go to must be two finite numbers.';
  const from = mission.T_map_base;
  if (from === undefined || !mission.readMap()) return 'The robot does not know yet where it is.';
  const leg = mission.work.pathTo(from, x, y, mission.node.now_s());
  // Shut in, it will feel its way out first: then it will see.
  return leg.kind === 'none' && leg.isShutIn !== true ? leg.reason : undefined;
}

/** Tells what the job takes as far as the home is known, and begins it unless that was all that was asked. */
function startJob(
  mission: MissionDesk,
  request: homebound_interfaces.StartJob_Request,
  respond: (answer: Partial<homebound_interfaces.StartJob_Response>) => void,
): void {
  const task = tried(() => taskOf(request));
  if ('refusal' in task) return respond(refused(task.refusal));
  const fault = isSteered(task.value) ? whyNoPlaces(mission.privacy) : undefined;
  if (fault !== undefined) return respond(refused(fault));
  mission.inSlices(guarded(reportOf(mission, task.value)), (report) => {
    if ('refusal' in report) return respond(refused(report.refusal));
    const told = report.value === undefined ? {} : { report: { ...emptyReport(), ...reportMessage(report.value) } };
    if (report.value !== undefined) mission.reports.job(report.value);
    respond({
      ...(request.plan_only
        ? { accepted: true, reason: summary(report.value) }
        : begin(mission, task.value, request.by)),
      ...told,
    });
  });
}

function begin(mission: MissionDesk, task: Task, by: string): Answer {
  // Asked again: the button may have been pressed while the job was planned.
  const fault = isSteered(task) ? whyNoPlaces(mission.privacy) : undefined;
  if (fault !== undefined) return refused(fault);
  // Another job takes the place of one that is paused.
  const state = mission.state.phase === 'paused' ? { ...mission.state, phase: 'stopped' as const } : mission.state;
  const allowed = mayCommand(state, 'start');
  if (allowed !== true) return refused(allowed);
  if (mission.state.phase === 'paused') mission.handle({ type: 'user', command: 'stop', x: 0, y: 0 });
  mission.beginJob(task, by);
  mission.handle({ type: 'user', command: 'start', x: 0, y: 0 });
  return { accepted: true, reason: mission.state.reason };
}

function* reportOf(mission: MissionDesk, task: Task): Slices<JobReport | undefined> {
  const from = mission.T_map_base;
  // Looking for its place on its maps, it will know the rooms when it has found it.
  if (task.kind === 'clean' && mission.state.located) mission.work.household.checkRooms(task.job);
  if (task.kind !== 'clean') return undefined;
  // Where zones and spots lie shows when it has found its place: it may have to leave its dock for that.
  if (from === undefined || !mission.readMap()) return undefined;
  return yield* mission.work.report(task.job, from, mission.node.now_s());
}

function summary(report: JobReport | undefined): string {
  if (report === undefined) return 'The home is not known yet: what the job takes will show.';
  const minutes = Math.ceil(report.time_s / 60);
  return `${report.area_m2.toFixed(1)} m² in ${report.lanes} lanes: ${Math.round(report.length_m)} m, ${minutes} min, ${Math.round(report.energy_Wh)} Wh.`;
}

function edit(mission: MissionDesk, wanted: () => HouseholdEdit, done: string): Answer {
  const change = tried(wanted);
  if ('refusal' in change) return refused(change.refusal);
  const fault = steers.edit[change.value.kind] ? whyNoChange(mission.privacy) : undefined;
  if (fault !== undefined) return refused(fault);
  const changed = tried(() => mission.edit(change.value));
  return 'refusal' in changed ? refused(changed.refusal) : { accepted: true, reason: done };
}

function refused(reason: string): Answer {
  return { accepted: false, reason };
}

type Tried<T> = { readonly value: T } | { readonly refusal: string };

/** What a person asked for and can't be is a refusal in the error's words; anything else is a fault of ours. */
function tried<T>(run: () => T): Tried<T> {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof RangeError) return { refusal: `${error.message}.` };
    throw error;
  }
}

function* guarded<T>(slices: Slices<T>): Slices<Tried<T>> {
  for (;;) {
    const step = tried(() => slices.next());
    if ('refusal' in step) return step;
    if (step.value.done) return { value: step.value.value };
    yield;
  }
}

function emptyReport(): homebound_interfaces.JobReport {
  return homebound_interfaces.JobReport.create();
}
