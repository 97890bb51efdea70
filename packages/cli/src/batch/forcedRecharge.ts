import { createRng } from '@homebound/math';

/** The job is interrupted between these shares of the floor, by the seed. */
const FROM = 0.2;
const TO = 0.8;
/** Low enough for any robot to go home at once, and enough to get there: 8 Wh. */
const LOW_CHARGE = 0.11;
/** How long it stands on the dock before its pack is changed for a full one, s: an hour at the charger would only cost time. */
const CHANGED_AFTER_S = 60;

/** What it needs of a simulated home. */
export interface RechargedHome {
  readonly simulator: { readonly control: { setCharge(charge: number): void }; truth(): { readonly docked: boolean } };
  readonly referee: { readonly sweptShare: number };
  readonly state: { readonly state: string };
  readonly graph: { now_s(): number };
}

/** Runs the battery down once in the middle of a job, and fills it when the robot has been on its dock for a minute. */
export class ForcedRecharge {
  readonly #atCoverage: number;
  #stage: 'before' | 'low' | 'docked' | 'done' = 'before';
  #docked_s = 0;

  constructor(seed: number) {
    this.#atCoverage = FROM + (TO - FROM) * createRng(seed).fork('recharge').uniform();
  }

  /** Call it again and again while the run goes on. */
  update({ simulator, referee, state, graph }: RechargedHome): void {
    const { control } = simulator;
    if (this.#stage === 'before' && state.state === 'cleaning' && referee.sweptShare >= this.#atCoverage) {
      control.setCharge(LOW_CHARGE);
      this.#stage = 'low';
    } else if (this.#stage === 'low' && simulator.truth().docked) {
      this.#docked_s = graph.now_s();
      this.#stage = 'docked';
    } else if (this.#stage === 'docked' && graph.now_s() - this.#docked_s >= CHANGED_AFTER_S) {
      control.setCharge(1);
      this.#stage = 'done';
    }
  }
}
