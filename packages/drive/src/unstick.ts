import type { Move } from './manoeuvre.ts';

/**
 * What to try, attempt by attempt, when the robot makes no way: back the way it came; shake loose to both sides; swing
 * out backwards to either side. Each is more of a move than the one before.
 * @param backsBlindly whether the robot may leave its own trail backwards, by up to 0.15 m; else it only goes back and shakes
 */
export function unstickMoves(attempt: number, backsBlindly: boolean): readonly Move[] {
  const back: Move = { kind: 'retrace', distance_m: 0.1, turn_rad: 0.5, blind_m: backsBlindly ? 0.05 : 0 };
  const halt: Move = { kind: 'halt' };
  switch (backsBlindly ? attempt : 2 - (attempt % 2)) {
    case 1:
      return [back, halt];
    case 2:
      return [back, { kind: 'turn', by_rad: 0.6 }, { kind: 'turn', by_rad: -1.2 }, { kind: 'turn', by_rad: 0.6 }, halt];
    default: {
      const side = attempt % 2 === 0 ? 1 : -1;
      return [
        { kind: 'arc', v_mps: -0.1, w_radps: 0.8 * side, time_s: 1.5 },
        { kind: 'arc', v_mps: 0.06, w_radps: 0.8 * side, time_s: 1 },
        halt,
      ];
    }
  }
}
