import { between, compose, type SE2 } from '@homebound/math';
import type { CameraFrame, CameraModel, FloorRecord, SeenThing } from '@homebound/robot';
import type { BodyAt } from '@homebound/vision';
import { BoxPlacer, type Detection, type Detector, geometryOf, type RgbImage } from '@homebound/vision';
import type { FloorSight } from './floorSight.ts';

/** What a picture was found to show, with the picture itself: for as long as the call lasts. */
export interface Examined {
  readonly image: RgbImage;
  readonly stamp_s: number;
  readonly body: BodyAt;
  readonly detections: readonly Detection[];
}

/** Whoever may take something out of pictures that were looked at. */
export interface PictureTaker {
  /** While it is not, no copy of a picture is made. */
  readonly isWanted: boolean;
  take(examined: Examined): void;
}

export interface DetectingHooks {
  /** Told once when the detector fails; the floor is looked at without it. */
  readonly warn: (text: string) => void;
  readonly pictures?: PictureTaker;
}

/** A word comes too late for the place that it was said of, s. */
const LATE_S = 2;

/** What a detector said of one picture. */
interface Said {
  readonly stamp_s: number;
  readonly T_odom_base: SE2;
  readonly things: readonly SeenThing[];
}

/**
 * A sight with a learned detector beside it: one colour picture at a time goes to the detector, and what it named is told with the next look at the floor,
 * moved to where the body is by then. What geometry says is bare floor is not told. Whatever the detector does, the floor is looked at as without it.
 */
export function detectingSight(
  sight: FloorSight,
  detector: Detector,
  model: CameraModel,
  { warn, pictures }: DetectingHooks,
): FloorSight {
  const placer = new BoxPlacer(model);
  const { width_px, height_px } = model;
  let isBusy = false;
  let said: Said | undefined;
  let failed = '';

  const ask = async ({ data, stamp_s }: CameraFrame & { kind: 'color' }, body: BodyAt): Promise<void> => {
    isBusy = true;
    const isWanted = pictures?.isWanted === true;
    const image = { width_px, height_px, data: isWanted ? data.slice() : data };
    try {
      const detections = await detector.detect(image);
      const things = detections.flatMap((detection) => placer.place(detection, body.tilt) ?? []);
      said = { stamp_s, T_odom_base: body.T_odom_base, things };
      if (isWanted) pictures.take({ image, stamp_s, body, detections });
    } catch (error) {
      const { message } = error as Error;
      if (message !== failed) warn(`The detector fails: ${message}`);
      failed = message;
    } finally {
      // Nothing of the copy outlives the call, also where the detector fails.
      if (isWanted) image.data.fill(0);
      isBusy = false;
    }
  };

  return {
    forget: () => sight.forget?.(),
    look(frame, body) {
      if (frame.kind === 'color' && !isBusy) void ask(frame, body);
      const view = sight.look(frame, body);
      if (view === undefined || said === undefined) return view;
      const { stamp_s, T_odom_base, things } = said;
      said = undefined;
      if (view.stamp_s - stamp_s > LATE_S) return view;
      return named(view, things, between(body.T_odom_base, T_odom_base));
    },
  };
}

/** @param T_now_then where the body was when the things were seen, written where it is at the view's stamp */
function named(view: FloorRecord, things: readonly SeenThing[], T_now_then: SE2): FloorRecord {
  const moved = things.map((thing) => {
    const { x, y } = compose(T_now_then, { x: thing.x_m, y: thing.y_m, theta: 0 });
    return { ...thing, x_m: x, y_m: y };
  });
  return { ...view, things: [...view.things, ...moved.filter((thing) => geometryOf(thing, view) !== 'flat')] };
}
