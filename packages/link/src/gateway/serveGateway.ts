import { type ListenOptions, listenLink } from '../listenLink.ts';
import type { SessionChecks } from './checks.ts';
import { GatewaySession } from './gatewaySession.ts';
import type { BodyButton } from './messages.ts';
import type { MindPorts } from './mindPorts.ts';

/**
 * Frames hold one part of a parcel and its head. A mind that closes a loop or writes a map is silent for a moment; three seconds
 * without a sign of life are a process that hangs.
 */
export const gatewayLimits = {
  maxFrame_bytes: 2 ** 20,
  maxQueued_bytes: 8 * 2 ** 20,
  heartbeat_s: 0.25,
  missedHeartbeats: 12,
};

export interface GatewayServer {
  /** A button of the body, to whom the pairings and the driving are. @returns whether a gateway was there to hear it */
  press(button: BodyButton): boolean;
  /** The robot's clock was set. */
  clockMoved(): void;
  /** Ends the gateway that is there: what it holds (certificates, pairings) is not the robot's any more. It is started anew. */
  dismiss(): void;
  close(): Promise<void>;
}

/** The mind waits for its gateway, one at a time, of the users that are named. Rejects with LinkError. `checks` is for a test that plants a faulty one. */
export async function serveGateway(
  options: Pick<ListenOptions, 'path' | 'peers' | 'onRefused' | 'peerOf'>,
  ports: MindPorts,
  checks?: SessionChecks,
): Promise<GatewayServer> {
  let session: GatewaySession | undefined;
  let dismiss = (): void => {};
  const server = await listenLink({ ...gatewayLimits, ...options }, (link) => {
    const own = new GatewaySession(link, ports, checks);
    session = own;
    dismiss = () => link.close();
    return {
      message: (message) => own.message(message),
      closed: (end) => {
        if (session === own) session = undefined;
        if (end.reason === 'refused') ports.warn(`the gateway was shut out: ${String(end.error)}`);
        own.closed();
      },
    };
  });
  return {
    press: (button) => {
      session?.press(button);
      return session !== undefined;
    },
    clockMoved: () => session?.clockMoved(),
    dismiss: () => dismiss(),
    close: () => server.close(),
  };
}
