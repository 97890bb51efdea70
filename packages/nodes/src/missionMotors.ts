import { type Publisher, qos } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import type { MissionCommand } from '@homebound/mission';
import type { MissionNode } from './missionParameters.ts';

type MotorsCommand = Extract<MissionCommand, { readonly do: 'motors' }>;

/** The mission's hand on fan and brushes: told once each time that they are to turn otherwise. */
export class MissionMotors {
  readonly #node: Pick<MissionNode, 'parameters' | 'publisher'>;
  readonly #publisher: Publisher<homebound_interfaces.CleaningMotors>;
  #run: MotorsCommand['run'] = 'off';
  #shown = 'off 0,0,0';

  constructor(node: Pick<MissionNode, 'parameters' | 'publisher'>) {
    this.#node = node;
    this.#publisher = node.publisher(homebound_interfaces.CleaningMotors, 'cmd_cleaning', qos.reliable);
  }

  get isCleaning(): boolean {
    return this.#run === 'clean';
  }

  turn({ run, levels }: MotorsCommand): void {
    const { fan, brush } = this.#node.parameters;
    const { fan: f, mainBrush: m, sideBrush: s } = levels ?? { fan, mainBrush: brush, sideBrush: brush };
    const wanted = run === 'clean' ? [f, m, s] : run === 'reverse' ? [0, -1, -1] : [0, 0, 0];
    const name = `${run} ${wanted}`;
    if (name === this.#shown) return;
    this.#shown = name;
    this.#run = run;
    this.#publisher.publish({ fan: wanted[0], main_brush: wanted[1], side_brush: wanted[2] });
  }
}
