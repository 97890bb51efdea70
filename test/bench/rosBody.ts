import { defaultGeometry } from '@homebound/robot';
import { createRosGraph } from '@homebound/ros';
import { lidarProfiles, Referee, type Score } from '@homebound/sim';
import { simulator } from '../../packages/cli/src/ros/simulator.ts';

/** Simulated time between two words about the score, s. */
const TELL_EVERY_S = 1;

/** What the process of the simulator tells whoever started it: no node hears of it. */
export interface TrueScore extends Score {
  /** Simulated seconds a second, of this process's own clock. */
  readonly pace: number;
}

/**
 * The executable `simulator` with a referee beside it, as a process of its own: the truth leaves it only over the pipe to its parent.
 * @param scanRate_hz  of the default lidar
 */
export async function runBody(scanRate_hz: number): Promise<void> {
  const lidar = { ...lidarProfiles.lds02rr, rate_hz: scanRate_hz };
  const part = await simulator({
    lidar,
    onBegin(body, world) {
      const referee = new Referee({ world, geometry: defaultGeometry });
      let told_s = Number.NEGATIVE_INFINITY;
      body.onStep((truth) => {
        referee.update(truth);
        if (truth.stamp_s - told_s < TELL_EVERY_S) return;
        told_s = truth.stamp_s;
        process.send?.({ ...referee.score(), pace: graph.timeControl?.measuredPace ?? 0 } satisfies TrueScore);
      });
    },
  });
  const graph = await createRosGraph({ clock: part.clock });
  part.add(graph);
  process.on('disconnect', () => graph.shutdown()); // nobody listens any more
  await graph.closed;
}
