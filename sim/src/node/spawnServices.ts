import type { Node } from '@homebound/graph';
import { simulation_interfaces } from '@homebound/messages';
import { spawn, spawnables } from '../run/spawn.ts';
import { boundsMessage, poseInWorld } from './entityServices.ts';
import { answer, done, type OwnCodes } from './results.ts';
import type { SimulationParts } from './simulationParts.ts';

const { SpawnEntities_Response, SpawnResult } = simulation_interfaces;

/** The same numbers in SpawnEntity's response. */
const codes: OwnCodes = {
  nameTaken: SpawnResult.NAME_NOT_UNIQUE,
  nameInvalid: SpawnResult.NAME_INVALID,
  unsupportedFormat: SpawnResult.UNSUPPORTED_FORMAT,
  noResource: SpawnResult.NO_RESOURCE,
  namespaceInvalid: SpawnResult.NAMESPACE_INVALID,
  parseError: SpawnResult.RESOURCE_PARSE_ERROR,
  missingAssets: SpawnResult.MISSING_ASSETS,
  invalidPose: SpawnResult.INVALID_POSE,
};

/** Sets things down: furniture of our catalogue, or SDF that comes as a text. */
export function serveSpawning(node: Pick<Node, 'service'>, parts: SimulationParts): void {
  node.service(simulation_interfaces.GetSpawnables, 'simulation/get_spawnables', ({ sources }, respond) => {
    const list = spawnables().map(({ uri, about, bounds }) => ({
      uri,
      description: about,
      spawn_bounds: boundsMessage(bounds),
    }));
    const note = sources.length > 0 ? `unknown sources, passed over: ${sources.join(', ')}` : '';
    respond({ result: { ...done, error_message: note }, spawnables: list });
  });
  node.service(simulation_interfaces.SpawnEntity_Service, 'simulation/spawn_entity', (request, respond) =>
    respond(spawnOne(parts, { ...request, entity_resource: request })),
  );
  node.service(simulation_interfaces.SpawnEntities, 'simulation/spawn_entities', ({ spawn_requests }, respond) => {
    const results = spawn_requests.map((request) => spawnOne(parts, request));
    const failed = results.filter(({ result }) => result.result !== done.result).length;
    const error_message = `${failed} of ${results.length} were not spawned: see their results`;
    respond({
      result: failed === 0 ? done : { result: SpawnEntities_Response.ENTITIES_SPAWN_FAILED, error_message },
      results,
    });
  });
}

function spawnOne(
  { run, entities }: SimulationParts,
  { name, allow_renaming, entity_resource, entity_namespace, initial_pose }: simulation_interfaces.SpawnEntity,
): simulation_interfaces.SpawnResult {
  const { result, entity_name = '' } = answer(
    () => ({
      entity_name: spawn(run, entities, {
        name,
        mayRename: allow_renaming,
        uri: entity_resource.uri,
        resource: entity_resource.resource_string,
        namespace: entity_namespace,
        T_world_entity: poseInWorld(entities, initial_pose.header.frame_id, initial_pose.pose),
      }),
    }),
    codes,
  );
  return { result, entity_name };
}
