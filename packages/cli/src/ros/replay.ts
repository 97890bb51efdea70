import { replayNode, type TimeControl } from '@homebound/graph';
import { inputTopics } from '@homebound/nodes';
import { openBag } from '../openBag.ts';
import { zstdReady } from '../zstd.ts';
import type { RosPart } from './executable.ts';

/** Time moves by so much, s: more often than any topic of a robot. */
const STEP_s = 0.005;

/** Plays a recording, and makes the time of the graph: that of the recording. */
export async function replay(): Promise<RosPart> {
  await zstdReady;
  return {
    clock: { pace: 1, step_s: STEP_s },
    add(graph) {
      const control = (): TimeControl => {
        // Without one, somebody else's time would have to be that of the recording.
        if (graph.timeControl === undefined)
          throw new RangeError('replay makes the time of the graph: start it without use_sim_time');
        return graph.timeControl;
      };
      graph.add(
        replayNode({
          open: (path) => openBag(path),
          time: {
            get pace() {
              return control().pace;
            },
            set pace(pace) {
              control().pace = pace;
            },
            pause: () => control().pause(),
            play: () => control().play(),
            restart: (at_s) => control().restart?.(at_s),
          },
          after: (delay_s, callback) => void setTimeout(callback, delay_s * 1000),
          // Where the parts sit is said by the body too; our own nodes know it, RViz does not.
          inputTopics: [...inputTopics, 'tf_static'],
        }),
      );
    },
  };
}
