import type { BinaryMessage, Hello, Obstacle, Room, StatusMessage } from '@homebound/wire';
import { AmbientLight, ColorManagement, DirectionalLight, LinearSRGBColorSpace, Scene, WebGLRenderer } from 'three';
import { attachGestures } from './gestures.ts';
import { KnownBounds } from './knownBounds.ts';
import type { Layer } from './layer.ts';
import { CoverageLayer } from './layers/coverageLayer.ts';
import { FloorLayer } from './layers/floorLayer.ts';
import { LinesLayer } from './layers/linesLayer.ts';
import { DockLayer, TargetLayer } from './layers/markers.ts';
import { ObstaclesLayer } from './layers/obstaclesLayer.ts';
import { RobotLayer } from './layers/robotLayer.ts';
import { ScanLayer } from './layers/scanLayer.ts';
import { WallsLayer } from './layers/wallsLayer.ts';
import { MapCamera } from './mapCamera.ts';
import { ObstaclePins } from './obstaclePins.ts';
import { RoomLabels } from './roomLabels.ts';
import { readTheme } from './theme.ts';
import { Transition } from './transition.ts';

export interface MapHandlers {
  /** A tap on the floor, map frame, m. */
  tapped(x: number, y: number): void;
  /** A person wants to know about something on the floor, or about several things that share a pin: first the one that it shows. */
  askedAbout(obstacles: readonly number[]): void;
  /** The first floor is known, or nothing is known any more. */
  hasMap(known: boolean): void;
  /** How much of the canvas lies under the page's own tools, px. */
  covered(): { readonly right_px: number; readonly bottom_px: number };
}

/** Layers that a person may hide. */
export type ChosenLayer = 'coverage' | 'trail' | 'path' | 'scan' | 'obstacles';

const wallsPeriod_ms = 500;

/** The live map: layers, camera and gestures. It draws when something changed and rests otherwise. */
export class MapView {
  readonly #host: HTMLElement;
  readonly #handlers: MapHandlers;
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #camera: MapCamera;
  readonly #floor: FloorLayer;
  readonly #coverage: CoverageLayer;
  readonly #lines = {
    trail: new LinesLayer('trail', 1.6),
    plan: new LinesLayer('plan', 1.6),
    path: new LinesLayer('path', 2),
  };
  readonly #obstacles = new ObstaclesLayer();
  readonly #pins: ObstaclePins;
  readonly #scan = new ScanLayer(3.2 * Math.min(2, devicePixelRatio));
  readonly #robot: RobotLayer;
  readonly #dock = new DockLayer();
  readonly #target = new TargetLayer();
  readonly #walls = new WallsLayer();
  readonly #labels: RoomLabels;
  readonly #known = new KnownBounds();
  readonly #transition: Transition;
  /** What is known of the home's size is of the map as it was. */
  #boundsStale = false;
  /** The view follows the growing map until somebody moves it. */
  #follows = true;
  #wallsStale = true;
  #wallsBuilt_ms = Number.NEGATIVE_INFINITY;
  #frame = 0;
  #frames = 0;
  #lastFrame_ms = 0;

  /** Throws Error when the browser cannot draw (no WebGL 2). */
  constructor(host: HTMLElement, labels: HTMLElement, pins: HTMLElement, handlers: MapHandlers) {
    this.#host = host;
    this.#handlers = handlers;
    ColorManagement.enabled = false;
    this.#renderer = new WebGLRenderer({ antialias: true, powerPreference: 'low-power' });
    this.#renderer.outputColorSpace = LinearSRGBColorSpace; // colours arrive as the style sheet names them
    this.#renderer.setPixelRatio(Math.min(2, devicePixelRatio));
    const calm = matchMedia('(prefers-reduced-motion: reduce)');
    const wantsMotion = (): boolean => !calm.matches;
    this.#camera = new MapCamera(wantsMotion());
    this.#robot = new RobotLayer(wantsMotion);
    this.#floor = new FloorLayer(this.#renderer);
    this.#coverage = new CoverageLayer(this.#renderer);
    this.#labels = new RoomLabels(labels);
    this.#pins = new ObstaclePins(pins, (ids) => handlers.askedAbout(ids));
    const { trail, plan, path } = this.#lines;
    const signs = [this.#scan, this.#dock, this.#target, this.#robot, this.#walls, this.#labels];
    this.#transition = new Transition([this.#floor, this.#coverage, trail, plan, path, ...signs], wantsMotion);
    for (const layer of this.#layers()) this.#scene.add(layer.object);
    const sun = new DirectionalLight('white', 0.9);
    sun.position.set(-0.5, -0.8, 2);
    this.#scene.add(new AmbientLight('white', 2.4), sun);
    this.#mount();
  }

  #layers(): readonly Layer[] {
    const { trail, plan, path } = this.#lines;
    return [
      this.#floor,
      this.#coverage,
      this.#obstacles,
      trail,
      plan,
      path,
      this.#scan,
      this.#dock,
      this.#target,
      this.#robot,
      this.#walls,
    ];
  }

  #mount(): void {
    const canvas = this.#renderer.domElement;
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'application');
    canvas.setAttribute(
      'aria-label',
      'Map of the home. Arrow keys move it, plus and minus zoom, zero shows all of it.',
    );
    this.#host.append(canvas);
    attachGestures(canvas, this.#camera, {
      moved: () => {
        this.#follows = false;
        this.#draw();
      },
      tapped: (x_px, y_px) => {
        const at = this.#camera.floorAt(x_px, y_px);
        if (at !== undefined) this.#handlers.tapped(at.x, at.y);
      },
    });
    canvas.addEventListener('webglcontextrestored', () => this.#draw());
    new ResizeObserver(() => this.#resize()).observe(this.#host);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.dress());
    this.dress();
    this.#resize();
  }

  get canvas(): HTMLCanvasElement {
    return this.#renderer.domElement;
  }

  /** The floor point in the middle of the view, map frame, m. */
  get centre(): { x: number; y: number } {
    return this.#camera.centre;
  }

  get robot(): { x: number; y: number } | undefined {
    return this.#robot.pose;
  }

  /** Takes the colours from the page anew. */
  dress(): void {
    const theme = readTheme(this.#host);
    this.#scene.background = theme.unknown;
    for (const layer of this.#layers()) layer.dress(theme);
    this.#draw();
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#host;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.#renderer.setSize(clientWidth, clientHeight, false);
    this.#camera.resize(clientWidth, clientHeight);
    for (const lines of Object.values(this.#lines)) lines.resize(clientWidth, clientHeight);
    if (this.#follows) this.#fit(true);
    this.#draw();
  }

  /** Forgets everything: another run, or a fresh connection. */
  clear(): void {
    this.#transition.end();
    for (const layer of this.#layers()) layer.clear();
    this.#labels.set([]);
    this.#pins.set([]);
    this.#known.clear();
    this.#handlers.hasMap(false);
    this.#draw();
  }

  hello(hello: Hello): void {
    this.#robot.setBody(hello.body);
    this.dress();
  }

  status({ dock, target, isLost }: StatusMessage): void {
    if (isLost) this.#robot.lose();
    this.#dock.place(dock);
    this.#target.place(target);
    this.#draw();
  }

  /** What is drawn is in the map as it was, and moves to what comes now. */
  mapMoved(): void {
    this.#transition.begin();
    this.#boundsStale = true;
    this.#draw();
  }

  rooms(rooms: readonly Room[]): void {
    this.#labels.set(rooms);
    this.#draw();
  }

  obstacles(obstacles: readonly Obstacle[]): void {
    this.#obstacles.set(obstacles);
    this.#pins.set(obstacles);
    this.#draw();
  }

  /** Marks the things that a picture is kept of. */
  pictured(ids: ReadonlySet<number>): void {
    this.#pins.pictured(ids);
    this.#draw();
  }

  /** Marks the thing that the page tells about; none when undefined. */
  chooseObstacle(id: number | undefined): void {
    this.#pins.choose(id);
    this.#draw();
  }

  /** Shows a frame. @returns false when it belongs to a picture that is not held, so that a snapshot is needed */
  receive(message: BinaryMessage): boolean {
    this.#draw();
    switch (message.type) {
      case 'pose':
        this.#robot.setPose(message.T_map_base);
        return true;
      case 'scan':
        this.#scan.set(message.points);
        return true;
      case 'map':
        return this.#receiveMap(message.patch);
      case 'coverage':
        return this.#coverage.apply(message.patch);
      default:
        this.#lines[message.type].set(message);
        return true;
    }
  }

  #receiveMap(patch: Parameters<FloorLayer['apply']>[0]): boolean {
    if (!this.#floor.apply(patch)) return false;
    this.#wallsStale = true;
    const first = this.#known.bounds === undefined;
    const grew = this.#known.add(patch);
    if (this.#boundsStale) this.#measure();
    if ((grew || this.#boundsStale) && this.#follows) this.#fit(first);
    this.#boundsStale = false;
    this.#handlers.hasMap(this.#known.bounds !== undefined);
    return true;
  }

  /** A home may have become smaller with a correction. */
  #measure(): void {
    const { grid } = this.#floor;
    if (grid === undefined) return;
    const { data, ...frame } = grid;
    this.#known.add({ frame, rects: [{ ix: 0, iy: 0, width: grid.width, height: grid.height }], cells: data });
  }

  #fit(at_once: boolean): void {
    const { bounds } = this.#known;
    if (bounds !== undefined) this.#camera.fit(bounds, this.#handlers.covered(), at_once);
  }

  /** Shows the whole map, and follows it again as it grows. */
  fit(): void {
    this.#follows = true;
    this.#fit(false);
    this.#draw();
  }

  zoom(factor: number): void {
    this.#follows = false;
    this.#camera.zoom(factor);
    this.#draw();
  }

  tilt(on: boolean): void {
    this.#camera.tilt(on);
    this.#walls.object.visible = on;
    if (this.#follows) this.#fit(false);
    this.#draw();
  }

  /** Shows or hides a layer that a person may choose; what it holds stays up to date. The camera sees three's layer 0 only. */
  show(layer: ChosenLayer, visible: boolean): void {
    const { trail, plan, path } = this.#lines;
    const objects = {
      coverage: [this.#coverage],
      trail: [trail],
      path: [path, plan],
      scan: [this.#scan],
      obstacles: [this.#obstacles],
    }[layer];
    for (const { object } of objects) object.traverse((part) => part.layers.set(visible ? 0 : 31));
    if (layer === 'obstacles') this.#pins.show(visible);
    this.#draw();
  }

  /** Asks for one frame; more follow while something glides. */
  #draw(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame((now_ms) => this.#render(now_ms));
  }

  #render(now_ms: number): void {
    this.#frame = 0;
    const dt_s = Math.min(0.1, Math.max(0.001, (now_ms - this.#lastFrame_ms) / 1000));
    this.#lastFrame_ms = now_ms;
    const cameraMoves = this.#camera.step(dt_s);
    this.#transition.step(dt_s);
    const robotMoves = this.#robot.step(dt_s);
    for (const sign of [this.#robot, this.#dock, this.#target]) sign.zoom(this.#camera.metresPerPixel);
    const wallsWait = this.#buildWalls(now_ms);
    this.#labels.place(this.#camera);
    this.#pins.place(this.#camera);
    this.#renderer.render(this.#scene, this.#camera.camera);
    this.canvas.dataset.frames = String(++this.#frames);
    if (cameraMoves || robotMoves || wallsWait || this.#transition.isOn) this.#draw();
  }

  /** Walls in 3D are built at most twice a second, and while the map moves out of sight; @returns whether they still wait for that. */
  #buildWalls(now_ms: number): boolean {
    const { grid } = this.#floor;
    if (!this.#camera.is3d || !this.#wallsStale || grid === undefined) return false;
    if (this.#transition.isOn ? !this.#walls.isSunk : now_ms - this.#wallsBuilt_ms < wallsPeriod_ms) return true;
    this.#walls.build(grid);
    this.#wallsStale = false;
    this.#wallsBuilt_ms = now_ms;
    return false;
  }
}
