import { join } from 'node:path';
import { type Announcement, announce, type Gateway, startGateway } from '@homebound/gateway';
import { connectMind, type MindLink } from '@homebound/link';
import { projectRoot } from '../projectRoot.ts';
import { waitForLink } from './waitForLink.ts';

export interface GatewayProcessOptions {
  /** Folder of the mind's socket, and the user who listens there. */
  readonly run: string;
  readonly mindUid: number;
  /** Address in the home's network; absent = this machine alone, where nobody needs to be paired. */
  readonly lan?: string;
  readonly port: number;
  /** Whether the robot's name is told to the network. */
  readonly isAnnounced: boolean;
  /** How the pairing button is pressed where there is none to be touched: a command. */
  readonly pressPair?: string;
  readonly say: (text: string) => void;
  readonly warn: (text: string) => void;
}

const NO_PAIRING =
  'Nobody can pair now: after too many wrong codes wait as long as the page says; on this machine alone nobody needs to.';

/** The one process with a door to the network. It keeps nothing: all that it shows, knows of pairings and serves HTTPS with is the mind's. */
export class GatewayProcess {
  readonly #mind: MindLink;
  readonly #gateway: Gateway;
  readonly #announcement: Announcement | undefined;
  #isEnding = false;

  private constructor(
    mind: MindLink,
    gateway: Gateway,
    announcement: Announcement | undefined,
    say: (text: string) => void,
  ) {
    this.#mind = mind;
    this.#gateway = gateway;
    this.#announcement = announcement;
    mind.onButton = (button) => {
      if (gateway.body[button]() === false && button === 'pair') say(NO_PAIRING);
    };
  }

  /** @returns once it listens */
  static async begin(options: GatewayProcessOptions): Promise<GatewayProcess> {
    const { run, mindUid, lan, port, isAnnounced, pressPair, say, warn } = options;
    const path = join(run, 'gateway.sock');
    const addresses = lan === undefined ? [] : [lan];
    const mind = await waitForLink(() => connectMind({ path, server: { uids: [mindUid] }, addresses }));
    const gateway = await startGateway({
      port,
      page: join(projectRoot(), 'dist', 'viewer'),
      source: mind.view.mirror,
      camera: () => mind.view.camera,
      commands: mind.commands,
      home: mind.home,
      onGone: (gone) => {
        if (gone.some(({ kind }) => kind === 'map')) mind.view.mirror.forget();
      },
      audit: mind.audit,
      clock: mind.clock,
      setClock: (wall_s, token) => mind.clock.set(wall_s, token),
      presenceSign: (_, tokens) => mind.view.look(tokens),
      shown: () => mind.view.shown(),
      log: (level, text) => (level === 'info' ? say : warn)(text),
      ...(lan !== undefined && onNetwork(mind, lan)),
    }).catch((error) => {
      mind.close();
      throw error;
    });
    say(
      `The robot is awake. Open ${gateway.url}${lan === undefined ? '' : ` or https://${mind.certificates.name}:${gateway.port}/`}`,
    );
    if (lan === undefined) return new GatewayProcess(mind, gateway, undefined, say);
    say(`Certificate: SHA-256 ${mind.certificates.fingerprint}. Compare it before you install it.`);
    say(`To pair a device, open the page on it and press the robot's button${pressPair ? `: ${pressPair}` : '.'}`);
    const { name } = mind.certificates;
    const announcement = isAnnounced ? await announce({ name, address: lan, port: gateway.port, warn }) : undefined;
    return new GatewayProcess(mind, gateway, announcement, say);
  }

  /** Until `end`, or until the mind is gone: then false. Nobody is served by a gateway without a robot. */
  async run(): Promise<boolean> {
    await this.#mind.closed;
    await this.#announcement?.close();
    await this.#gateway.close();
    return this.#isEnding;
  }

  end(): void {
    this.#isEnding = true;
    this.#mind.close();
  }
}

/** What it takes to be seen by others: they must be paired, and what is said to them is sealed. */
function onNetwork(
  mind: MindLink,
  lan: string,
): Pick<Parameters<typeof startGateway>[0], 'address' | 'access' | 'tls'> {
  const { name, authority } = mind.certificates;
  return {
    address: lan,
    access: { store: mind.pairings, present: (code) => mind.present(code), names: [name] },
    tls: { ...mind.certificates, authority: Buffer.from(authority) },
  };
}
