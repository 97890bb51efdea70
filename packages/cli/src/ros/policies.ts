import type { Graph, ParameterOverrides } from '@homebound/graph';
import { type EnclaveRights, type NodeRights, policyXml, rightsOf, watchers } from '@homebound/ros';
import type { RosPart } from './executable.ts';
import { executables } from './executables.ts';
import { withParameters } from './withParameters.ts';

/** Of no computer of their own: `mind` is all that thinks of the others in one process, and a replay makes a time of its own. */
const nobodys = ['mind', 'replay'];

/** Which of several computers an executable is for: the one with the body, the one with the page, or the one that thinks. */
const computerOf = (name: string): string => (name === 'simulator' ? 'body' : name === 'viewer' ? 'viewer' : 'mind');

/**
 * `homebound ros policies`: the policy for `ros2 security create_permission`, an enclave for each computer and one for a person's
 * tools, which hears and changes nothing. It is told by the nodes themselves, run for a moment without ROS.
 * @param namespace  of the robot's nodes, `/` for none
 * @param images  the camera of which pictures may go out (`simulation`'s parameter `camera`); absent, none may, whatever the node is asked for
 * Rejects with RangeError on a namespace or a camera that there is none of.
 */
export async function policies(namespace: string, images?: string): Promise<string> {
  // All that a camera says but pictures is the same for each.
  const parameters = {
    simulation: { camera: images ?? 'depth' },
    camera: { publish_points: true, publish_images: images !== undefined },
  };
  const enclaves: EnclaveRights[] = [];
  for (const computer of ['body', 'mind', 'viewer']) {
    const names = Object.keys(executables).filter((name) => computerOf(name) === computer && !nobodys.includes(name));
    enclaves.push({ path: `/homebound/${computer}`, namespace, nodes: await rightsOfAll(names, parameters) });
  }
  const tools = watchers(enclaves.flatMap(({ nodes }) => nodes));
  return policyXml([...enclaves, { path: '/homebound/tools', namespace, nodes: [tools] }]);
}

/** The enclave of a process that runs these executables; undefined when it is of more than one computer, and must be named by hand. */
export function enclaveOf(names: readonly string[]): string | undefined {
  const all = new Set(names.map(computerOf));
  return all.size === 1 ? `/homebound/${[...all][0]}` : undefined;
}

async function rightsOfAll(names: readonly string[], parameters: ParameterOverrides): Promise<NodeRights[]> {
  const loaded: RosPart[] = [];
  for (const name of names) loaded.push(await executables[name].load());
  const rights = rightsOf((graph: Graph) => {
    for (const part of loaded) part.add(withParameters(graph, parameters));
  });
  // The time of the graph comes from the process, not from one of its nodes.
  const isClock = loaded.some(({ clock }) => clock !== undefined);
  return rights.map((each, i) => (isClock && i === 0 ? { ...each, publishes: [...each.publishes, '/clock'] } : each));
}
