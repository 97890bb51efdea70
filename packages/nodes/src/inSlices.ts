import type { Node, ParameterSpec, Timer } from '@homebound/graph';
import type { Slices } from '@homebound/mission';

/** Of every node that plans in slices. */
export const slicePeriod = (default_s: number) =>
  ({
    default: default_s,
    unit: 's',
    min: 0.005,
    max: 0.5,
    description: 'How often a slice of planning, about 10 ms of work, is done: in between others get their turn.',
  }) as const satisfies ParameterSpec;

/** Works through slices, one now and the others with turns for the rest of the graph in between. */
export function inSlices<T>(
  node: Pick<Node, 'timer'> & { readonly parameters: { readonly slice_period: number } },
  slices: Slices<T>,
  done: (value: T) => void,
): Timer {
  let timer: Timer | undefined;
  const step = (): boolean => {
    const next = slices.next();
    if (!next.done) return true;
    timer?.cancel();
    done(next.value);
    return false;
  };
  if (step()) timer = node.timer(node.parameters.slice_period, step);
  return { cancel: () => timer?.cancel() };
}
