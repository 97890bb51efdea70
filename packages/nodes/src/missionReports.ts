import { type Publisher, qos } from '@homebound/graph';
import { homebound_interfaces, map_msgs, nav_msgs, toStamp } from '@homebound/messages';
import type { CleaningWork, Figures, JobMeter, MissionState } from '@homebound/mission';
import type { JobReport } from '@homebound/plan';
import { header } from './convert.ts';
import { reportMessage, roomsMessage } from './jobMessages.ts';
import { MapPublisher } from './mapPublisher.ts';
import type { MissionNode } from './missionParameters.ts';

/** Way-points shown of a plan at most: each PoseStamped is costly on a real graph. */
const MAX_SHOWN = 200;

/** All that the mission tells people and programs. */
export class MissionReports {
  readonly #node: Pick<MissionNode, 'publisher' | 'now_s'>;
  readonly #state: Publisher<homebound_interfaces.MissionState>;
  readonly #plan: Publisher<nav_msgs.Path>;
  readonly #rooms: Publisher<homebound_interfaces.Rooms>;
  readonly #report: Publisher<homebound_interfaces.JobReport>;
  readonly #coverage: MapPublisher;
  #shownPath_map: Float64Array = new Float64Array(0);
  #coverageShown = -1;
  #roomsShown = 0;

  constructor(node: Pick<MissionNode, 'publisher' | 'now_s'>) {
    this.#node = node;
    this.#state = node.publisher(homebound_interfaces.MissionState, 'mission_state', qos.latched);
    this.#plan = node.publisher(nav_msgs.Path, 'plan', qos.latched);
    this.#rooms = node.publisher(homebound_interfaces.Rooms, 'rooms', qos.latched);
    this.#report = node.publisher(homebound_interfaces.JobReport, 'plan_report', qos.latched);
    this.#coverage = new MapPublisher(
      node.publisher(nav_msgs.OccupancyGrid, 'coverage', qos.latched),
      node.publisher(map_msgs.OccupancyGridUpdate, 'coverage_updates', qos.reliable),
    );
  }

  /** The path that is shown, as it lies now. */
  get shownPath_map(): Float64Array {
    return this.#shownPath_map;
  }

  state(
    { phase, reason, reasonCode }: MissionState,
    figures: Figures,
    meter: JobMeter,
    job: { readonly number: number; readonly by: string },
  ): void {
    this.#state.publish({
      header: header(this.#node.now_s(), 'map'),
      state: phase,
      reason,
      reason_code: reasonCode,
      coverage: figures.coverage,
      cleaned_area: figures.cleanedArea_m2,
      reachable_area: figures.reachableArea_m2,
      driven_length: meter.driven_m,
      cleaning_time: meter.cleaning_s,
      recharge_length: meter.recharge_m,
      recharges: meter.recharges,
      job: job.number,
      job_by: job.by,
    });
  }

  /** Swept floor, rooms and restrictions, as far as they are news. */
  work(work: CleaningWork): void {
    const { household } = work;
    if (household.plan !== undefined && household.version !== this.#roomsShown) {
      this.#roomsShown = household.version;
      this.#rooms.publish({ header: header(this.#node.now_s(), 'map'), ...roomsMessage(household.plan) });
    }
    if (work.coverageVersion === this.#coverageShown) return;
    this.#coverageShown = work.coverageVersion;
    const grid = work.coverageGrid();
    if (grid !== undefined) this.#coverage.publish(this.#node.now_s(), grid);
  }

  job(report: JobReport): void {
    this.#report.publish({ header: header(this.#node.now_s(), 'map'), ...reportMessage(report) });
  }

  path(path_map: Float64Array): void {
    this.#shownPath_map = path_map;
    const stamp = toStamp(this.#node.now_s());
    const n = path_map.length / 2;
    const step = Math.max(1, Math.ceil(n / MAX_SHOWN));
    const poses = [];
    for (let i = 0; i < n; i++)
      if (i % step === 0 || i === n - 1)
        poses.push({
          header: { stamp, frame_id: 'map' },
          pose: {
            position: { x: path_map[2 * i], y: path_map[2 * i + 1], z: 0 },
            orientation: { x: 0, y: 0, z: 0, w: 1 },
          },
        });
    this.#plan.publish({ header: { stamp, frame_id: 'map' }, poses });
  }
}
