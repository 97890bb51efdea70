import type { World } from '../world.ts';
import * as homes from './homeScenes.ts';
import { obstacleLane } from './obstacleLane.ts';
import * as rooms from './roomScenes.ts';

/** The test scenes, each with what it is there to try. */
const scenes = {
  S1: { about: 'empty room of 5 x 4 m', build: rooms.emptyRoom },
  S2: { about: 'furnished room: table, chairs, sofa that hangs 70 mm, rug, lamp, cable', build: rooms.furnishedRoom },
  S3: { about: 'corridor of 0.8 m, three doors with thresholds of 10, 15 and 20 mm', build: homes.corridor },
  S4: { about: 'home of 112 m² in nine rooms', build: homes.largeHome },
  S5: { about: 'stairs down beside the dock', build: rooms.stairs },
  S6: { about: 'black, glass and mirror walls', build: rooms.darkAndClear },
  S7: { about: 'twelve small things on 4 x 3 m of floor', build: obstacleLane },
  S8: { about: 'a carpet of 4 m whose pile pulls sideways', build: rooms.carpet },
  S9: { about: 'a maze of chairs and tables', build: rooms.chairMaze },
  S10: { about: 'a U of sofas and a bed that hangs 90 mm', build: rooms.sofaBay },
  S11: {
    about: 'two floors that look alike, for a robot that is carried from one to the other',
    build: homes.twoFloors,
  },
  S12: { about: 'a person who walks up and down', build: rooms.walkingPerson },
} as const satisfies Record<string, { about: string; build: (name: string) => World }>;

export type SceneName = keyof typeof scenes;
export const sceneNames = Object.keys(scenes) as SceneName[];

/** What a scene is there to try, in a line. */
export function sceneAbout(name: SceneName): string {
  return scenes[name].about;
}

/** A test scene by its name (hardware-and-simulation.md, section 6); undefined when there is none of that name. */
export function scene(name: string): World | undefined {
  return Object.hasOwn(scenes, name) ? scenes[name as SceneName].build(name) : undefined;
}
