import type { TimeControl } from '@homebound/graph';
import type { Entities } from '../run/entities.ts';
import type { SimulationMachine } from '../run/simulationMachine.ts';
import type { SimulationRun } from '../run/simulationRun.ts';

/** What the services work on. */
export interface SimulationParts {
  readonly run: SimulationRun;
  readonly entities: Entities;
  readonly machine: SimulationMachine;
  readonly time: TimeControl | undefined;
  readonly seed: number;
}
