import { simulation_interfaces } from '@homebound/messages';
import type { RunState } from '../run/simulationMachine.ts';

const { SimulationState } = simulation_interfaces;

/** simulation_interfaces/SimulationState. */
export const stateNumber: Readonly<Record<RunState, number>> = {
  stopped: SimulationState.STATE_STOPPED,
  playing: SimulationState.STATE_PLAYING,
  paused: SimulationState.STATE_PAUSED,
  quitting: SimulationState.STATE_QUITTING,
  noWorld: SimulationState.STATE_NO_WORLD,
};
