import type { Outcome } from '@homebound/graph';
import { between, type SE2 } from '@homebound/math';
import { homebound_interfaces } from '@homebound/messages';
import type { World } from '@homebound/sim';
import type { SimulatedHome } from '../simulatedHome.ts';

/** Polygons in the world frame, m, interleaved x, y. */
export type Polygons = readonly ArrayLike<number>[];

/** What a person asks of the robot; a refusal is told, with its reason. */
export type Asked = (home: SimulatedHome, onRefused: (reason: string) => void) => void;

/** Clean the whole home. */
export const cleanHome: Asked = (home, onRefused) =>
  home.command('start', 0, 0, (accepted, reason) => {
    if (!accepted) onRefused(reason);
  });

/** See all that can be reached, without the brush, and go home. */
export const mapHome: Asked = (home, onRefused) => startJob(home, { task: 'map' }, onRefused);

/** Clean the floor in these polygons, each a zone of its own. */
export function cleanZones(zones: Polygons, { T_world_start }: World): Asked {
  const asked = zones.map((polygon) => ({
    shape: { points: toMap(polygon, T_world_start) },
    settings: homebound_interfaces.AreaSettings.create(),
  }));
  return (home, onRefused) => startJob(home, { task: 'clean', zones: asked }, onRefused);
}

/** Keep out of these areas; then what else is asked. */
export function keepOut(areas: Polygons, { T_world_start }: World, then: Asked): Asked {
  const restrictions = homebound_interfaces.Restrictions.create();
  restrictions.no_go = areas.map((polygon) => ({ points: toMap(polygon, T_world_start) }));
  return (home, onRefused) => {
    const client = home.graph.outside.client(homebound_interfaces.SetRestrictions, 'set_restrictions');
    const ask: Ask = (onAnswer) => client.call({ restrictions }, (outcome) => onAnswer(answerOf(outcome)));
    askUntilAccepted(home, ask, () => then(home, onRefused), onRefused);
  };
}

function startJob(
  home: SimulatedHome,
  request: Partial<homebound_interfaces.StartJob_Request>,
  onRefused: (reason: string) => void,
): void {
  const client = home.graph.outside.client(homebound_interfaces.StartJob, 'start_job');
  const ask: Ask = (onAnswer) => client.call(request, (outcome) => onAnswer(answerOf(outcome)));
  askUntilAccepted(home, ask, () => {}, onRefused);
}

/** Undefined when it was accepted, else why not. */
type Answer = string | undefined;
type Ask = (onAnswer: (answer: Answer) => void) => void;

/** So long a robot that has just woken up is asked again, once a second: it looks for its place first, s. */
const PATIENCE_S = 30;

function askUntilAccepted(
  home: SimulatedHome,
  ask: Ask,
  onAccepted: () => void,
  onRefused: (reason: string) => void,
): void {
  const { outside } = home.graph;
  const until_s = home.graph.now_s() + PATIENCE_S;
  const again = (): void =>
    ask((answer) => {
      if (answer === undefined) return onAccepted();
      if (home.graph.now_s() >= until_s) return onRefused(answer);
      const timer = outside.timer(1, () => {
        timer.cancel();
        again();
      });
    });
  again();
}

function answerOf(outcome: Outcome<{ readonly accepted: boolean; readonly reason: string }>): Answer {
  if (!outcome.ok) return outcome.error.message;
  return outcome.value.accepted ? undefined : outcome.value.reason;
}

/** The map frame is the base's pose at the start of the run that made the map. */
function toMap(points_world: ArrayLike<number>, T_world_map: SE2): Float64Array {
  const out = new Float64Array(points_world.length);
  for (let i = 0; i < out.length; i += 2) {
    const { x, y } = between(T_world_map, { x: points_world[i], y: points_world[i + 1], theta: 0 });
    out[i] = x;
    out[i + 1] = y;
  }
  return out;
}
