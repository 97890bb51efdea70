import type { PresenceSign } from '@homebound/gateway';
import { type Node, qos } from '@homebound/graph';
import type { Home } from '@homebound/home';
import type { BodyButton } from '@homebound/link';
import { homebound_interfaces } from '@homebound/messages';
import { openRoom, type Room } from '@homebound/nodes';
import { type ChirpTune, privacyOn_s } from '@homebound/robot';

export interface TheRoomOptions {
  /** Absent where nothing is kept: then a reset only unpairs, and nothing is written down. */
  readonly home?: Pick<Home, 'pressed' | 'reset' | 'audit'>;
  readonly wall_s: () => number;
  /** What the robot says aloud, for whoever reads the console instead of hearing it. */
  readonly say: (text: string) => void;
  readonly warn: (text: string) => void;
}

/** What it chirps of what others do. Its other tunes answer somebody who has just pressed something, and is told in words what came of it. */
const chirps: Readonly<Partial<Record<ChirpTune, string>>> = {
  driven: 'somebody drives it by hand',
  watched: 'a device begins to look',
  camera: 'its camera opens',
};

const DRIVING_OFF = `Driving by hand is switched off. To allow it again, hold the robot's privacy button for ${privacyOn_s} s.`;
const DRIVING_ON = 'The robot can be driven by hand again.';
const WAS_RESET =
  'The robot was reset: maps, history, schedules and pairings are gone. It begins as on its first day; pair your devices again.';

/**
 * Whoever is in the room with the robot, for as long as its process runs: robots wake up anew in it, and gateways come and go. Whoever
 * comes later is told how things stand. A robot in one process and one in three use it alike.
 */
export class TheRoom {
  readonly #options: TheRoomOptions;
  #room: Room | undefined;
  #press: (button: BodyButton) => void = () => {};
  #presence: PresenceSign = { driving: undefined, viewers: [] };
  #isOff = false;
  /** Of the robot that is awake; its body may have chirped before. */
  #chirps: number | undefined;

  constructor(options: TheRoomOptions) {
    this.#options = options;
  }

  /** A robot wakes up: its body has the buttons and the sign. */
  enter(node: Node): void {
    const { home, wall_s, say } = this.#options;
    this.#chirps = undefined;
    this.#room = openRoom(node, {
      // That one alone: who presses another wants no reset, and must not open two minutes for one from afar.
      pressed: (button) => (button === 'reset' ? home?.pressed() : undefined),
      pair: () => this.#press('pair'),
      reset: () => this.#reset(),
      drivingIsOff: (isOff) => {
        if (isOff !== this.#isOff) say(isOff ? DRIVING_OFF : DRIVING_ON);
        this.#isOff = isOff;
        this.#tellSwitch();
      },
      deed: (deed) => home?.audit.append({ ...deed, stamp_s: wall_s(), outcome: 'done' }),
    });
    node.subscribe(homebound_interfaces.BodySign, 'body_sign', qos.latched, (sign) => {
      const words = chirps[sign.tune as ChirpTune];
      if (words !== undefined && this.#chirps !== undefined && sign.chirps !== this.#chirps)
        say(`The robot chirps: ${words}.`);
      this.#chirps = sign.chirps;
    });
    this.#room.presence(this.#presence.driving, this.#presence.viewers);
  }

  /** A gateway serves the pages: what people at the robot do goes there. */
  serve(press: (button: BodyButton) => void): void {
    this.#press = press;
    this.#tellSwitch();
  }

  /** Whatever was kept is gone, by the robot's button or an admin. */
  wasReset(): void {
    this.#options.say(WAS_RESET);
  }

  /** Who drives and who looks, as whoever serves the pages tells. */
  presence(presence: PresenceSign): void {
    // A gateway that began after the button was pressed learns of it with its first page.
    if (this.#presence.viewers.length === 0) this.#tellSwitch();
    this.#presence = presence;
    this.#room?.presence(presence.driving, presence.viewers);
  }

  #tellSwitch(): void {
    this.#press(this.#isOff ? 'overrideOff' : 'overrideOn');
  }

  /** Devices are out at once; what is kept goes as soon as the disk has it. */
  #reset(): void {
    this.#press('reset');
    this.#options.home
      ?.reset('body')
      .catch((error: Error) =>
        this.#options.warn(
          `the reset failed, and what is kept may still be there: ${error.message}; hold the button again`,
        ),
      );
  }
}
