import type { Node } from '@homebound/graph';
import { simulation_interfaces } from '@homebound/messages';
import { Refused } from '../run/refused.ts';
import { done, refusal } from './results.ts';
import type { SimulationParts } from './simulationParts.ts';

/** Exactly so many steps of time, from a pause to a pause: as a service, and as an action that tells of each. */
export function serveSteps(node: Pick<Node, 'service' | 'actionServer'>, { machine }: SimulationParts): void {
  node.service(simulation_interfaces.StepSimulation, 'simulation/step_simulation', (request, respond) => {
    const steps = Number(request.steps);
    refusing(
      () => machine.step(steps, (completed) => completed === steps && respond({ result: done })),
      (result) => respond({ result }),
    );
  });
  const cancels = new Map<string, () => void>();
  node.actionServer(simulation_interfaces.SimulateSteps, 'simulation/simulate_steps', {
    execute(handle) {
      const steps = Number(handle.goal.steps);
      const onStep = (completed: number): void => {
        handle.feedback({ completed_steps: BigInt(completed), remaining_steps: BigInt(steps - completed) });
        if (completed < steps) return;
        cancels.delete(handle.id);
        handle.succeed({ result: done });
      };
      refusing(
        () => cancels.set(handle.id, machine.step(steps, onStep)),
        (result) => handle.abort({ result }),
      );
    },
    cancel(handle) {
      cancels.get(handle.id)?.();
      cancels.delete(handle.id);
      handle.canceled({
        result: refusal(new Refused('failed', 'cancelled; the steps that were done are in the feedback')),
      });
    },
  });
}

function refusing(act: () => void, refuse: (result: simulation_interfaces.Result) => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    refuse(refusal(error));
  }
}
