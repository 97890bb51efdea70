import { join } from 'node:path';
import { type Gateway, type GatewayOptions, startGateway } from '@homebound/gateway';
import type { NodeDefinition } from '@homebound/graph';
import { viewFeedNode } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import { RosGraph } from '@homebound/ros';
import { LiveView } from '@homebound/wire';
import { helloOf } from '../helloOf.ts';
import { missionSink, robotCommands } from '../missionSink.ts';
import { projectRoot } from '../projectRoot.ts';
import { TheRoom } from '../theRoom.ts';
import type { RosPart } from './executable.ts';

export const viewerParameters = {
  port: { default: 8080, integer: true, min: 1, max: 65535, unit: '1', description: 'Port of the page on 127.0.0.1.' },
} as const;

/** The live map of a robot on this graph, for whoever is on this machine. */
export function viewer(): RosPart {
  return {
    add(graph) {
      const reach = graph instanceof RosGraph ? graph.reach : undefined;
      const view = new LiveView(
        helloOf({ mode: 'robot', place: '', commands: robotCommands, ...(reach && { graph: reach }) }),
      );
      graph.add(viewFeedNode(defaultGeometry, view));
      graph.add(pageNode(view));
    },
  };
}

/** Serves the page while it is active; what people press there goes to the services of the nodes. */
function pageNode(view: LiveView): NodeDefinition<typeof viewerParameters> {
  /** Activated anew, it waits until the one before has let go of the port. */
  let closed = Promise.resolve();
  return {
    name: 'viewer',
    parameters: viewerParameters,
    latency_s: 0,
    start(node) {
      const room = new TheRoom({
        wall_s: () => Date.now() / 1000,
        say: (text) => node.log('info', text),
        warn: (text) => node.log('warn', text),
      });
      room.enter(node);
      const options: GatewayOptions = {
        port: node.parameters.port,
        page: join(projectRoot(), 'dist', 'viewer'),
        source: view,
        commands: missionSink(node),
        presenceSign: (sign) => room.presence(sign),
        log: (level, text) => node.log(level, text),
      };
      let isOver = false;
      const opening = closed.then(() => (isOver ? undefined : startGateway(options)));
      const opened = (gateway: Gateway | undefined): void => {
        if (gateway === undefined) return;
        room.serve((button) => void gateway.body[button]());
        node.log('info', `the live map is at ${gateway.url}`);
      };
      opening.then(opened, (error: Error) => node.log('error', error.message));
      return () => {
        isOver = true;
        closed = opening.then((gateway) => gateway?.close()).catch(() => {}); // said above
      };
    },
  };
}
