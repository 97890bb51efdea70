import { decodeMap, encodeMap, FormatError, readMapYaml } from '@homebound/formats';
import { type Node, type NodeDefinition, type Publisher, qos } from '@homebound/graph';
import type { OccupancyGrid } from '@homebound/grid';
import { map_msgs, nav_msgs, nav2_msgs } from '@homebound/messages';
import { gridToMessage, MapAssembler } from '../mapPublisher.ts';
import { type MapFolder, MapFolderError, whyNotName } from './mapFolder.ts';

export const mapServerParameters = {
  yaml_filename: {
    default: '',
    description: 'Map to publish from the start: its name in the map folder. Empty for none.',
  },
  topic_name: {
    default: 'map',
    description: 'Where a loaded map is published, and what is saved when a request names no topic.',
  },
  frame_id: { default: 'map', description: 'Frame of loaded maps.' },
  save_map_timeout: { default: 2, unit: 's', min: 0.1, max: 60, description: 'How long a map to save is waited for.' },
  free_thresh_default: {
    default: 0.25,
    unit: '1',
    min: 0,
    max: 1,
    description: 'Of saved maps, where a request says 0.',
  },
  occupied_thresh_default: {
    default: 0.65,
    unit: '1',
    min: 0,
    max: 1,
    description: 'Of saved maps, where a request says 0.',
  },
} as const;

type MapNode = Node<typeof mapServerParameters>;
const Load = nav2_msgs.LoadMap_Response;

/**
 * Nav2's map_server and map_saver in one: services `map_server/load_map`, `map_server/map`, `map_saver/save_map`; a loaded map is published
 * latched as map and map_metadata. Nothing is published before one is loaded, so that it may run beside a SLAM.
 * @param folder  where the files lie
 */
export function mapServerNode(folder: MapFolder): NodeDefinition<typeof mapServerParameters> {
  return {
    name: 'map_server',
    parameters: mapServerParameters,
    latency_s: 0.02,
    start: (node) => new MapServer(node, folder).start(),
  };
}

/** A map can't be loaded: Nav2's code, and words for the log, as the answer has no field for them. */
class NoMap extends Error {
  readonly result: number;

  constructor(result: number, words: string) {
    super(words);
    this.result = result;
  }
}

class MapServer {
  readonly #node: MapNode;
  readonly #folder: MapFolder;
  readonly #heard = new MapAssembler();
  #published:
    | { readonly map: Publisher<nav_msgs.OccupancyGrid>; readonly data: Publisher<nav_msgs.MapMetaData> }
    | undefined;

  constructor(node: MapNode, folder: MapFolder) {
    this.#node = node;
    this.#folder = folder;
  }

  start(): undefined {
    const node = this.#node;
    const { topic_name, yaml_filename } = node.parameters;
    // Latched whole maps are seldom: what changed since is heard all along, so that what is saved is the newest.
    node.subscribe(nav_msgs.OccupancyGrid, topic_name, qos.latched, (m) => this.#heard.addWhole(m));
    node.subscribe(map_msgs.OccupancyGridUpdate, `${topic_name}_updates`, qos.reliable, (m) => {
      this.#heard.addUpdate(m);
    });
    node.service(nav2_msgs.LoadMap, 'map_server/load_map', ({ map_url }, respond) => respond(this.#load(map_url)));
    node.service(nav_msgs.GetMap, 'map_server/map', (_, respond) => respond({ map: this.#message() }));
    node.service(nav2_msgs.SaveMap, 'map_saver/save_map', (request, respond) =>
      this.#save(request, (words) => {
        if (words !== undefined) node.log('warn', `the map is not saved: ${words}`);
        respond({ result: words === undefined });
      }),
    );
    if (yaml_filename !== '') this.#load(yaml_filename);
    return undefined;
  }

  #load(name: string): Partial<nav2_msgs.LoadMap_Response> {
    try {
      const grid = this.#read(name);
      const map = nav_msgs.OccupancyGrid.canonical(this.#stamped(grid));
      this.#publish(map);
      this.#node.log('info', `map ${name}: ${grid.width} x ${grid.height} cells of ${grid.resolution_m} m`);
      return { result: Load.RESULT_SUCCESS, map };
    } catch (error) {
      if (!(error instanceof NoMap)) throw error;
      this.#node.log('warn', `no map is loaded: ${error.message}`);
      return { result: error.result };
    }
  }

  #read(name: string): OccupancyGrid {
    const yamlName = /\.ya?ml$/.test(name) ? name : `${name}.yaml`;
    const yaml = inMap(Load.RESULT_INVALID_MAP_METADATA, () =>
      readMapYaml(new TextDecoder().decode(this.#file(yamlName)), yamlName),
    );
    return inMap(Load.RESULT_INVALID_MAP_DATA, () => decodeMap(yaml, this.#file(yaml.image), yaml.image));
  }

  #file(name: string): Uint8Array {
    const problem = whyNotName(name);
    if (problem !== undefined) throw new NoMap(Load.RESULT_UNDEFINED_FAILURE, problem);
    return this.#folder.read(name);
  }

  #publish(map: nav_msgs.OccupancyGrid): void {
    const node = this.#node;
    const { topic_name } = node.parameters;
    this.#published ??= {
      map: node.publisher(nav_msgs.OccupancyGrid, topic_name, qos.latched),
      data: node.publisher(nav_msgs.MapMetaData, `${topic_name}_metadata`, qos.latched),
    };
    this.#published.data.publish(map.info);
    this.#published.map.publish(map);
    this.#heard.addWhole(map);
  }

  #stamped(grid: OccupancyGrid): Partial<nav_msgs.OccupancyGrid> {
    return gridToMessage(this.#node.now_s(), grid, this.#node.parameters.frame_id);
  }

  #message(): nav_msgs.OccupancyGrid {
    const { grid } = this.#heard;
    return grid === undefined ? nav_msgs.OccupancyGrid.create() : nav_msgs.OccupancyGrid.canonical(this.#stamped(grid));
  }

  /** @param done  is told once why not, or undefined when it is on the disk */
  #save(request: nav2_msgs.SaveMap_Request, done: (problem: string | undefined) => void): void {
    const { map_url, map_topic, image_format, map_mode } = request;
    const problem = whyNotName(map_url) ?? whyNotForm(image_format, map_mode);
    if (problem !== undefined) return done(problem);
    const topic = map_topic.replace(/^\//, '');
    const { topic_name, save_map_timeout } = this.#node.parameters;
    const { grid } = this.#heard;
    if ((topic === '' || topic === topic_name.replace(/^\//, '')) && grid !== undefined)
      return done(this.#write(grid, request));
    const other = new MapAssembler();
    const listening = this.#node.subscribe(nav_msgs.OccupancyGrid, map_topic || topic_name, qos.latched, (m) => {
      stop();
      other.addWhole(m);
      done(other.grid && this.#write(other.grid, request));
    });
    const timer = this.#node.timer(save_map_timeout, () => {
      stop();
      done(`no map came on ${map_topic || topic_name} within ${save_map_timeout} s`);
    });
    const stop = (): void => {
      listening.close();
      timer.cancel();
    };
  }

  #write(grid: OccupancyGrid, request: nav2_msgs.SaveMap_Request): string | undefined {
    const { free_thresh_default, occupied_thresh_default } = this.#node.parameters;
    const stem = request.map_url.replace(/\.(ya?ml|pgm)$/, '');
    const thresholds = {
      free: rounded(request.free_thresh) || free_thresh_default,
      occupied: rounded(request.occupied_thresh) || occupied_thresh_default,
    };
    try {
      const mode = request.map_mode === 'raw' ? 'raw' : 'trinary';
      const { pgm, yaml } = encodeMap(grid, `${stem}.pgm`, mode, thresholds);
      const text = new TextEncoder().encode(yaml);
      this.#folder.write([
        { name: `${stem}.pgm`, bytes: pgm },
        { name: `${stem}.yaml`, bytes: text },
      ]);
      this.#node.log('info', `map ${stem}.yaml is saved: ${grid.width} x ${grid.height} cells`);
      return undefined;
    } catch (error) {
      if (error instanceof MapFolderError || error instanceof RangeError) return error.message;
      throw error;
    }
  }
}

/** float32 on the wire: 0.2 comes as 0.20000000298. */
function rounded(share: number): number {
  return Math.round(1e6 * share) / 1e6;
}

function whyNotForm(image_format: string, map_mode: string): string | undefined {
  if (image_format !== '' && image_format !== 'pgm') return `pictures are written as pgm, not as ${image_format}`;
  if (['', 'trinary', 'raw'].includes(map_mode)) return undefined;
  return `map_mode must be trinary or raw, got ${map_mode}: a pgm in mode scale has no value for unknown`;
}

/** What is wrong with a file in Nav2's codes. */
function inMap<T>(whenMalformed: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) throw new NoMap(whenMalformed, error.message);
    if (!(error instanceof MapFolderError)) throw error;
    const isMissing = error.kind === 'missing';
    throw new NoMap(isMissing ? Load.RESULT_MAP_DOES_NOT_EXIST : Load.RESULT_UNDEFINED_FAILURE, error.message);
  }
}
