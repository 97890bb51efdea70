import { FormatError } from '@homebound/formats';
import { identity, type SE2 } from '@homebound/math';
import { catalogue } from '../homes/furniture/catalogue.ts';
import { setDown } from '../homes/furniture/piece.ts';
import type { Solid } from '../world.ts';
import { readSdfModel } from '../worlds/readSdfModel.ts';
import { type Entities, ROBOT } from './entities.ts';
import { boxAround } from './footprint.ts';
import { type RefusalCode, Refused } from './refused.ts';
import type { SimulationRun } from './simulationRun.ts';

/** Before the name of a piece of our catalogue. */
const CATALOGUE = 'homebound://';
/** Longest text that is read as a model: furniture of boxes takes a tenth of it. */
const LONGEST_SDF = 200_000;
const NAME = /^[A-Za-z][\w .-]{0,63}$/;
/** As ROS has them. */
const NAMESPACE = /^\/?([A-Za-z]\w*(\/[A-Za-z]\w*)*)?$/;

export interface SpawnWish {
  /** Empty: the model's own. */
  readonly name: string;
  /** Another name is taken when this one is not free. */
  readonly mayRename: boolean;
  readonly uri: string;
  /** Read when `uri` is empty. */
  readonly resource: string;
  readonly namespace: string;
  readonly T_world_entity: SE2;
}

/** A thing at the identity, before it has a name and a place of its own. */
interface Thing {
  readonly name: string;
  readonly solid: Solid;
}

/** Sets something new down. Returns its name; throws Refused, and then nothing is there. */
export function spawn(run: SimulationRun, entities: Entities, wish: SpawnWish): string {
  const { name, solid } = thingOf(wish);
  if (!NAMESPACE.test(wish.namespace))
    throw new Refused('namespaceInvalid', `${JSON.stringify(wish.namespace)} is no namespace of ROS`);
  const own = freeName(entities, wish, name);
  const placed = { ...solid, name: own, T_world_solid: wish.T_world_entity };
  entities.checkPlace(wish.T_world_entity, [{ shapes: placed.shapes, T: wish.T_world_entity }]);
  run.spawn(placed);
  return own;
}

/** What can be named in a wish, and how large it is. */
export function spawnables() {
  return Object.entries(catalogue).map(([kind, { about, make }]) => ({
    uri: `${CATALOGUE}${kind}`,
    about,
    bounds: boxAround([{ shapes: make().shapes, T: identity }]),
  }));
}

function thingOf({ uri, resource }: SpawnWish): Thing {
  if (uri !== '') return pieceOf(uri);
  if (resource === '') throw new Refused('noResource', 'there is neither a uri nor a resource_string');
  if (resource.length > LONGEST_SDF)
    throw new Refused(
      'unsupportedFormat',
      `the text has ${resource.length} characters, at most ${LONGEST_SDF} are read`,
    );
  try {
    return readSdfModel(resource);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new Refused(refusalOf(error), error.message);
  }
}

export function refusalOf({ code }: FormatError): RefusalCode {
  if (code === 'foreign') return 'unsupportedFormat';
  return code === 'missing' ? 'missingAssets' : 'parseError';
}

function pieceOf(uri: string): Thing {
  if (!uri.startsWith(CATALOGUE))
    throw new Refused('unsupportedFormat', `${uri} is none of ours: get_spawnables lists them, or send SDF as a text`);
  const kind = uri.slice(CATALOGUE.length);
  if (!Object.hasOwn(catalogue, kind))
    throw new Refused('notFound', `there is no ${uri}; there are ${Object.keys(catalogue).join(', ')}`);
  return { name: kind, solid: setDown(catalogue[kind].make(), kind, identity) };
}

function freeName(entities: Entities, { name, mayRename }: SpawnWish, ofThing: string): string {
  const wanted = name === '' ? ofThing : name;
  if (!NAME.test(wanted) || wanted === ROBOT) {
    if (!mayRename || name !== '')
      throw new Refused(
        'nameInvalid',
        `${JSON.stringify(wanted)} is no name: a letter, then letters, digits, _ . - and spaces`,
      );
  } else if (!entities.has(wanted)) return wanted;
  if (!mayRename)
    throw new Refused('nameTaken', `there is an entity ${wanted} already: allow renaming or choose another`);
  const base = NAME.test(wanted) && wanted !== ROBOT ? wanted : 'thing';
  for (let n = 2; ; n++) if (!entities.has(`${base}_${n}`)) return `${base}_${n}`;
}
