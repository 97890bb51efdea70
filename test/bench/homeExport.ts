import { writeCarmen, writeRelations } from '@homebound/formats';
import { CarmenRecorder } from './homeCarmen.ts';
import { caseName, caseSeed, type HomeCase } from './homeCases.ts';
import { relationsOf } from './homeRelations.ts';
import { driveTour, stageHome } from './homeStage.ts';
import type { TourOptions } from './homeTour.ts';

/** A run as other SLAM systems read it. */
export interface ExportedRun {
  readonly name: string;
  /** CARMEN text. */
  readonly log: string;
  /** Lines `t1 t2 dx dy dz roll pitch yaw` from the truth. */
  readonly relations: string;
  readonly scans: number;
  readonly relationCount: number;
}

/** The same run that `runHome` judges, as a CARMEN log with relations. Await `initPhysics()` before. */
export function exportHome(data: string, which: HomeCase, options: TourOptions = {}): ExportedRun {
  const { tour, simulator } = stageHome(data, which, options);
  const recorder = new CarmenRecorder();
  const { truth } = driveTour(simulator, tour, (record) => recorder.take(record));
  simulator.free();
  const name = caseName(which);
  const relations = relationsOf(recorder.scanStamps, truth, caseSeed(name));
  return {
    name,
    log: writeCarmen(recorder.records),
    relations: writeRelations(relations),
    scans: recorder.scanStamps.length,
    relationCount: relations.length,
  };
}
