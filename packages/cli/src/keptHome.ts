import type { LocalGraph } from '@homebound/graph';
import { type Home, moveIn, openHome, RobotClock } from '@homebound/home';
import type { MapKeeper } from '@homebound/nodes';
import { makeFolder } from './files.ts';
import { appVersion } from './homeMap.ts';
import { homeThread } from './processes/homeThread.ts';

/** The home in a folder, for a simulated robot: its clock on the wall goes as fast as the simulation does. */
export class KeptHome {
  readonly home: Home;
  readonly clock: RobotClock;
  #graph: LocalGraph | undefined;
  /** s that robots before this one were simulated for. */
  #before_s = 0;

  private constructor(home: Home) {
    this.home = home;
    const monotonic_s = (): number => this.#before_s + (this.#graph?.now_s() ?? 0);
    this.clock = new RobotClock({ store: home.clockStore, monotonic_s, timeZone: () => home.settings.timeZone });
  }

  /**
   * Opens it, and makes the folder; warns on standard error. Rejects with HomeRefusal.
   * @param isLive time does not wait for the disk: the store gets a thread of its own (in the built command)
   */
  static async open(folder: string, isLive: boolean): Promise<KeptHome> {
    makeFolder(folder, 0o700);
    let kept: KeptHome | undefined;
    const now_s = (): number => kept?.clock.wall_s() ?? Date.now() / 1000;
    kept = new KeptHome(await openHome({ folder, appVersion, warn, now_s, ...(isLive && homeThread()) }));
    return kept;
  }

  /** The maps that the robot wakes up with. Rejects with HomeRefusal when one can't be read or has other cells. */
  wake(name: string, resolution_m: number | undefined): Promise<MapKeeper> {
    return this.home.wake(name, resolution_m);
  }

  /** The household on this robot's graph, in place of the one before; time goes on. */
  moveIn(graph: LocalGraph): void {
    this.#before_s += this.#graph?.now_s() ?? 0;
    this.#graph = graph;
    moveIn(graph, this.home, this.clock, warn);
  }

  /** When all is on the disk. */
  close(): Promise<void> {
    return this.home.close();
  }
}

function warn(text: string): void {
  process.stderr.write(`warning: ${text}\n`);
}
