import type { MapCamera } from './mapCamera.ts';

export interface GestureHandlers {
  /** The view was moved by hand. */
  moved(): void;
  /** A short touch, px from the canvas' top left. */
  tapped(x_px: number, y_px: number): void;
}

const tapMove_px = 8;
const tapTime_ms = 600;
const keyStep_px = 60;

/** Mouse, touch and keyboard on the map: drag pans, wheel and pinch zoom, right-drag or shift-drag or two fingers turn the 3D view. */
export function attachGestures(canvas: HTMLCanvasElement, camera: MapCamera, handlers: GestureHandlers): void {
  const fingers = new Map<number, { x: number; y: number }>();
  let press: { x: number; y: number; time_ms: number } | undefined;

  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    press = fingers.size === 1 ? { x: event.clientX, y: event.clientY, time_ms: event.timeStamp } : undefined;
  });

  canvas.addEventListener('pointermove', (event) => {
    const last = fingers.get(event.pointerId);
    if (last === undefined) return;
    if (press !== undefined && Math.hypot(event.clientX - press.x, event.clientY - press.y) < tapMove_px) return;
    press = undefined;
    if (fingers.size === 2) pinch(event, last);
    else if (event.buttons & 2 || event.shiftKey)
      camera.orbit((last.x - event.clientX) * 0.006, (last.y - event.clientY) * 0.006);
    else camera.pan(event.clientX - last.x, event.clientY - last.y);
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    handlers.moved();
  });

  function pinch(event: PointerEvent, last: { x: number; y: number }): void {
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) return;
    const before = Math.hypot(last.x - other.x, last.y - other.y);
    const after = Math.hypot(event.clientX - other.x, event.clientY - other.y);
    const box = canvas.getBoundingClientRect();
    const middleX = (event.clientX + other.x) / 2 - box.left - box.width / 2;
    const middleY = (event.clientY + other.y) / 2 - box.top - box.height / 2;
    camera.pan((event.clientX - last.x) / 2, (event.clientY - last.y) / 2);
    camera.zoom(after / Math.max(1, before), middleX, middleY, true);
    const turn =
      Math.atan2(event.clientY - other.y, event.clientX - other.x) - Math.atan2(last.y - other.y, last.x - other.x);
    camera.orbit(Math.atan2(Math.sin(turn), Math.cos(turn)), 0);
  }

  const lifted = (event: PointerEvent): void => {
    fingers.delete(event.pointerId);
    if (press === undefined || event.type !== 'pointerup' || event.timeStamp - press.time_ms > tapTime_ms) return;
    press = undefined;
    const box = canvas.getBoundingClientRect();
    handlers.tapped(event.clientX - box.left, event.clientY - box.top);
  };
  canvas.addEventListener('pointerup', lifted);
  canvas.addEventListener('pointercancel', lifted);
  canvas.addEventListener('contextmenu', (event) => event.preventDefault());

  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const box = canvas.getBoundingClientRect();
      const notch = event.deltaMode === 1 ? 30 : 1;
      camera.zoom(
        Math.exp(-event.deltaY * notch * 0.0016),
        event.clientX - box.left - box.width / 2,
        event.clientY - box.top - box.height / 2,
      );
      handlers.moved();
    },
    { passive: false },
  );

  canvas.addEventListener('keydown', (event) => {
    const step: Record<string, readonly [number, number]> = {
      ArrowLeft: [keyStep_px, 0],
      ArrowRight: [-keyStep_px, 0],
      ArrowUp: [0, keyStep_px],
      ArrowDown: [0, -keyStep_px],
    };
    if (!(event.key in step) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const [dx, dy] = step[event.key];
    const fine = event.shiftKey ? 0.1 : 1;
    camera.pan(dx * fine, dy * fine, false);
    handlers.moved();
  });
}
