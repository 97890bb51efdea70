import type { Node } from '@homebound/graph';
import { compose, type SE2 } from '@homebound/math';
import { type geometry_msgs, simulation_interfaces, toStamp } from '@homebound/messages';
import type { Entities } from '../run/entities.ts';
import type { Box } from '../run/footprint.ts';
import { Refused } from '../run/refused.ts';
import { categoryNumber, categoryOf } from './categories.ts';
import { filterEntities, hasTags } from './filters.ts';
import { poseMessage, poseOnFloor } from './poses.ts';
import { answer } from './results.ts';
import type { SimulationParts } from './simulationParts.ts';

const { Bounds, SetEntityState_Response: SetEntity } = simulation_interfaces;
const WORLD = 'world';

/** All that has a name: what there is, where it is and how large; where it shall be. */
export function serveEntities(node: Pick<Node, 'service' | 'now_s'>, parts: SimulationParts): void {
  serveReading(node, parts);
  serveWriting(node, parts);
}

function serveReading(node: Pick<Node, 'service' | 'now_s'>, { run, entities }: SimulationParts): void {
  const state = (name: string): simulation_interfaces.EntityState => stateMessage(entities, name, node.now_s());
  node.service(simulation_interfaces.GetEntities, 'simulation/get_entities', ({ filters }, respond) =>
    respond(answer(() => ({ entities: filterEntities(entities, filters) }))),
  );
  node.service(simulation_interfaces.GetEntitiesStates, 'simulation/get_entities_states', ({ filters }, respond) =>
    respond(
      answer(() => {
        const names = filterEntities(entities, filters);
        return { entities: names, states: names.map(state) };
      }),
    ),
  );
  node.service(simulation_interfaces.GetEntityState, 'simulation/get_entity_state', ({ entity }, respond) =>
    respond(answer(() => ({ state: state(entity) }))),
  );
  node.service(simulation_interfaces.GetEntityInfo, 'simulation/get_entity_info', ({ entity }, respond) =>
    respond(
      answer(() => {
        const { category, description, tags } = entities.info(entity);
        return { info: { category: { category: categoryNumber(category) }, description, tags: [...tags] } };
      }),
    ),
  );
  node.service(simulation_interfaces.GetEntityBounds, 'simulation/get_entity_bounds', ({ entity }, respond) =>
    respond(answer(() => ({ bounds: boundsMessage(entities.bounds(entity)) }))),
  );
  node.service(simulation_interfaces.GetNamedPoses, 'simulation/get_named_poses', ({ tags }, respond) =>
    respond(answer(() => ({ poses: namedPoses(run).filter((pose) => hasTags(pose.tags, tags)) }))),
  );
}

function serveWriting(node: Pick<Node, 'service'>, { entities }: SimulationParts): void {
  node.service(simulation_interfaces.SetEntityState, 'simulation/set_entity_state', ({ entity, state }, respond) =>
    respond(
      answer(
        () => {
          const { linear, angular } = state.twist;
          if (linear.z !== 0 || angular.x !== 0 || angular.y !== 0)
            throw new Refused('failed', 'things move on the floor: only linear x and y and angular z can be set');
          entities.setState(entity, {
            T_world_entity: poseInWorld(entities, state.header.frame_id, state.pose),
            vx_mps: linear.x,
            vy_mps: linear.y,
            w_radps: angular.z,
          });
          return undefined;
        },
        { invalidPose: SetEntity.INVALID_POSE },
      ),
    ),
  );
  node.service(simulation_interfaces.SetEntityInfo, 'simulation/set_entity_info', ({ entity, info }, respond) =>
    respond(
      answer(() => {
        const category = categoryOf(info.category.category);
        if (category === undefined) throw new Refused('failed', `there is no category ${info.category.category}`);
        entities.setInfo(entity, { category, description: info.description, tags: info.tags });
        return undefined;
      }),
    ),
  );
  node.service(simulation_interfaces.DeleteEntity, 'simulation/delete_entity', ({ entity }, respond) =>
    respond(answer(() => void entities.remove(entity))),
  );
}

/** A pose that is given in the world or on another entity. */
export function poseInWorld(entities: Entities, frame: string, pose: geometry_msgs.Pose): SE2 {
  const T_frame_entity = poseOnFloor(pose);
  if (frame === '' || frame === WORLD) return T_frame_entity;
  if (!entities.has(frame))
    throw new Refused(
      'invalidPose',
      `the simulator knows no frame ${JSON.stringify(frame)}: use world or an entity's name`,
    );
  return compose(entities.state(frame).T_world_entity, T_frame_entity);
}

function stateMessage(entities: Entities, name: string, now_s: number): simulation_interfaces.EntityState {
  const { T_world_entity, vx_mps, vy_mps, w_radps } = entities.state(name);
  return simulation_interfaces.EntityState.canonical({
    header: { stamp: toStamp(now_s), frame_id: WORLD },
    pose: poseMessage(T_world_entity),
    twist: { linear: { x: vx_mps, y: vy_mps, z: 0 }, angular: { x: 0, y: 0, z: w_radps } },
  });
}

/** Upper corner first, as the definition has it. */
export function boundsMessage({ low, high }: Box): simulation_interfaces.Bounds {
  const point = ([x, y, z]: readonly [number, number, number]): geometry_msgs.Vector3 => ({ x, y, z });
  return { type: Bounds.TYPE_BOX, points: [point(high), point(low)] };
}

function namedPoses({ world }: SimulationParts['run']): simulation_interfaces.NamedPose[] {
  if (world === undefined) return [];
  return [
    { name: 'start', description: 'where the robot starts', tags: ['spawn'], pose: poseMessage(world.T_world_start) },
    {
      name: 'dock',
      description: 'the dock, x out of it into the room',
      tags: ['dock'],
      pose: poseMessage(world.T_world_dock),
    },
  ];
}
