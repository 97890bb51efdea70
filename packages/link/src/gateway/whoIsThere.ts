import type { DriveLog } from './driveLog.ts';
import { logName } from './logName.ts';
import type { MindPorts } from './mindPorts.ts';
import { writeDown } from './writeDown.ts';

/** Who looks is looked up again this often, s: a pairing that was ended or is over ends the look. */
const AGAIN_S = 0.5;

/**
 * Who drives and who looks through a gateway, each by the secret that they gave, told to the room. What they do shows it: there is no view for
 * a gateway through which nobody looks, and who gives a speed is who drives.
 */
export class WhoIsThere {
  readonly #ports: MindPorts;
  readonly #drivesLogged: Pick<DriveLog, 'heard'>;
  #tokens: readonly (string | undefined)[] = [];
  #viewers: readonly string[] = [];
  #driving: string | undefined;
  #looked_s = Number.NEGATIVE_INFINITY;

  constructor(ports: MindPorts, drivesLogged: Pick<DriveLog, 'heard'>) {
    this.#ports = ports;
    this.#drivesLogged = drivesLogged;
  }

  get isDriven(): boolean {
    return this.#driving !== undefined;
  }

  /** Whether somebody looks, who is paired now. */
  isWatched(): boolean {
    if (this.#ports.clock.mono_s() - this.#looked_s > AGAIN_S) this.#lookUp();
    return this.#viewers.length > 0;
  }

  /** These look, by their secrets, and no others. */
  look(tokens: readonly (string | undefined)[]): void {
    this.#tokens = tokens;
    this.#lookUp();
  }

  /** This device drives; nobody does when absent. It is written down here, before a wheel turns: whom the light is lit for stands in the log. */
  drive(id: string | undefined): void {
    const by = this.#drivesLogged.heard(id, this.#ports.clock.mono_s());
    if (by !== undefined)
      writeDown(this.#ports, { kind: 'manualDrive', what: 'drive', by: logName(by), outcome: 'done' });
    if (id === this.#driving) return;
    this.#driving = id;
    this.#tell();
  }

  /** Nobody drives or looks through a gateway that is gone. */
  leave(): void {
    this.#tokens = [];
    this.#viewers = [];
    this.#driving = undefined;
    this.#tell();
  }

  #lookUp(): void {
    const { access, clock } = this.#ports;
    this.#looked_s = clock.mono_s();
    const admitted = this.#tokens.map((token) => access.admit(token, 'look'));
    const viewers = [...new Set(admitted.flatMap((one) => ('id' in one ? [one.id] : [])))];
    if (viewers.join() === this.#viewers.join()) return;
    this.#viewers = viewers;
    this.#tell();
  }

  #tell(): void {
    this.#ports.presence({ driving: this.#driving, viewers: this.#viewers });
  }
}
