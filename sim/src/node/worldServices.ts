import type { Node } from '@homebound/graph';
import { simulation_interfaces } from '@homebound/messages';
import { Refused } from '../run/refused.ts';
import { readSdf } from '../worlds/readSdf.ts';
import { hasTags } from './filters.ts';
import { answer, done, type OwnCodes } from './results.ts';
import type { SimulationParts } from './simulationParts.ts';

const {
  GetAvailableWorlds_Response: Available,
  GetCurrentWorld_Response: Current,
  LoadWorld_Response: Load,
  UnloadWorld_Response: Unload,
} = simulation_interfaces;

const loadCodes: OwnCodes = {
  unsupportedFormat: Load.UNSUPPORTED_FORMAT,
  noResource: Load.NO_RESOURCE,
  parseError: Load.RESOURCE_PARSE_ERROR,
  missingAssets: Load.MISSING_ASSETS,
  unsupportedElements: Load.UNSUPPORTED_ELEMENTS,
};

/** Which world there is, which there could be, and another one. */
export function serveWorlds(node: Pick<Node, 'service'>, parts: SimulationParts): void {
  const { run, machine } = parts;
  node.service(simulation_interfaces.GetAvailableWorlds, 'simulation/get_available_worlds', (request, respond) => {
    const { additional_sources: more, continue_on_error, filter } = request;
    if (more.length > 0 && !continue_on_error)
      return respond({
        result: { result: Available.DEFAULT_SOURCES_FAILED, error_message: `no sources of worlds: ${more.join(', ')}` },
      });
    const worlds = run.worlds
      .list()
      .filter(({ tags }) => hasTags(tags, filter))
      .map(({ uri, description, tags }) => resource(uri, uri, description, tags));
    respond({ result: done, worlds });
  });
  node.service(simulation_interfaces.GetCurrentWorld, 'simulation/get_current_world', (_request, respond) =>
    respond(answer(() => ({ world: currentWorld(parts) }), { wrongState: Current.NO_WORLD_LOADED })),
  );
  node.service(simulation_interfaces.LoadWorld, 'simulation/load_world', (request, respond) =>
    respond(answer(() => loadWorld(parts, request), loadCodes)),
  );
  node.service(simulation_interfaces.UnloadWorld, 'simulation/unload_world', (_request, respond) =>
    respond(answer(() => void machine.unload(), run.world === undefined ? { wrongState: Unload.NO_WORLD_LOADED } : {})),
  );
}

function loadWorld(
  parts: SimulationParts,
  { uri, resource_string, fail_on_unsupported_element: isStrict }: simulation_interfaces.LoadWorld_Request,
): { world: simulation_interfaces.WorldResource } {
  const { run, machine, seed } = parts;
  if (uri === '' && resource_string === '')
    throw new Refused('noResource', 'there is neither a uri nor a resource_string');
  // Whoever is on the graph names no files of this machine: only who starts the simulator does.
  const isOffered = uri === run.uri || run.worlds.list().some((entry) => entry.uri === uri);
  if (uri !== '' && !isOffered)
    throw new Refused(
      'notFound',
      `${uri} is not in get_available_worlds; a file's text can be sent as resource_string`,
    );
  const read = () => {
    const world = uri === '' ? readSdf(resource_string) : run.worlds.load(uri, seed);
    if (isStrict && world !== undefined && world.warnings.length > 0)
      throw new Refused('unsupportedElements', world.warnings.join('; '));
    return world;
  };
  machine.load(read, uri, seed);
  return { world: currentWorld(parts) };
}

function currentWorld({ run }: SimulationParts): simulation_interfaces.WorldResource {
  if (run.world === undefined) throw new Refused('wrongState', 'no world is loaded: call load_world first');
  return resource(run.world.name, run.uri, run.world.warnings.join('; '), []);
}

function resource(
  name: string,
  uri: string,
  description: string,
  tags: readonly string[],
): simulation_interfaces.WorldResource {
  return { name, world_resource: { uri, resource_string: '' }, description, tags: [...tags] };
}
