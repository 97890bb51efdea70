import type { Hello } from '@homebound/wire';
import { CameraPanel } from './cameraPanel.ts';
import { Controls } from './controls.ts';
import { DismissalList } from './dismissalList.ts';
import { byId, setText } from './elements.ts';
import { GotoMode } from './goto.ts';
import { HandPanel } from './hand/handPanel.ts';
import { Link, type LinkState } from './link.ts';
import { type ChosenLayer, MapView } from './map/mapView.ts';
import { ObstaclePanel } from './obstaclePanel.ts';
import { ObstaclePicture } from './obstaclePicture.ts';
import { PictureBook } from './pictureBook.ts';
import { PicturePanel } from './picturePanel.ts';
import { PresenceNote } from './presenceNote.ts';
import { attachShortcuts } from './shortcuts.ts';
import { StatusPanel } from './statusPanel.ts';
import { silenceWords } from './words.ts';

const linkWords: Readonly<Record<LinkState, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  stale: 'No news',
  lost: 'Not connected',
  old: 'Reload needed',
};

/** What a person should know about the connection, or nothing while all is well. */
function bannerWords(state: LinkState, silent_s: number): string {
  if (state === 'lost') return 'The connection to the robot is lost. Trying again …';
  if (state === 'old') return 'This page and the robot have different versions. Reload the page.';
  if (state === 'stale')
    return `No news from the robot for ${silenceWords(silent_s)}. What you see may be out of date.`;
  return '';
}

function showLink(state: LinkState, silent_s: number, isRecording: boolean): void {
  const link = byId('link');
  link.dataset.link = state;
  document.body.classList.toggle('uncertain', state !== 'live');
  byId('last-known').hidden = state === 'live' || state === 'connecting';
  setText(link.lastElementChild ?? link, state === 'live' && isRecording ? 'Loaded' : linkWords[state]);
  const words = bannerWords(state, silent_s);
  const banner = byId('banner');
  banner.hidden = words === '';
  setText(banner, words);
  byId('map').classList.toggle('stale', words !== '');
}

/** A map, or undefined in a browser that cannot draw one: then the page still shows the state and takes commands. */
function startMap(
  tapped: (x: number, y: number) => void,
  askedAbout: (obstacles: readonly number[]) => void,
): MapView | undefined {
  const note = byId('map-empty');
  try {
    return new MapView(byId('canvas-host'), byId('labels'), byId('obstacles'), {
      tapped,
      askedAbout,
      hasMap: (known) => {
        note.hidden = known;
      },
      covered: () => {
        const { width, height } = byId('map-tools').getBoundingClientRect();
        return width < height ? { right_px: width, bottom_px: 0 } : { right_px: 0, bottom_px: height };
      },
    });
  } catch (error) {
    console.error(error);
    setText(
      note,
      'This browser cannot draw the map (WebGL 2 is missing or switched off). The controls work all the same.',
    );
    byId('goto').hidden = true;
    return undefined;
  }
}

function attachMapTools(map: MapView): void {
  const view3d = byId('view-3d');
  const tools: Record<string, () => void> = {
    'zoom-in': () => map.zoom(1.5),
    'zoom-out': () => map.zoom(1 / 1.5),
    fit: () => map.fit(),
    'view-3d': () => {
      const on = view3d.getAttribute('aria-pressed') !== 'true';
      view3d.setAttribute('aria-pressed', String(on));
      map.tilt(on);
    },
  };
  for (const [id, act] of Object.entries(tools)) byId(id).addEventListener('click', act);
  for (const box of byId('layers').querySelectorAll('input'))
    box.addEventListener('change', () => map.show(box.dataset.layer as ChosenLayer, box.checked));
}

/** A device that was unpaired meanwhile is shown how to pair. */
async function leaveIfUnpaired(): Promise<void> {
  try {
    if ((await fetch('/api/v1/session')).status === 401) location.reload();
  } catch {
    // No connection: the link says so, and tries again.
  }
}

/** A socket to the robot; each but the first is an attempt after a loss. */
function socketMaker(): () => WebSocket {
  let isFirst = true;
  return () => {
    if (!isFirst) void leaveIfUnpaired();
    isFirst = false;
    return new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);
  };
}

/** Brings the page to life. */
export function startPage(): void {
  let gotoMode: GotoMode | undefined;
  const book = new PictureBook(() => {
    pictures.show();
    picture.show();
    map?.pictured(book.pictured);
  });
  const pictures = new PicturePanel(book, (id) => obstacles.ask([id]));
  const picture = new ObstaclePicture(book);
  const obstacles = new ObstaclePanel(picture, (id) => map?.chooseObstacle(id));
  const dismissals = new DismissalList();
  const map = startMap(
    (x, y) => gotoMode?.tapped(x, y),
    (ids) => obstacles.ask(ids),
  );
  const panel = new StatusPanel();
  const camera = new CameraPanel();
  const note = new PresenceNote();
  let controls: Controls | undefined;
  let hand: HandPanel | undefined;
  let isRecording = false;

  const welcome = (hello: Hello): void => {
    isRecording = hello.mode === 'recording';
    map?.clear();
    map?.hello(hello);
    panel.hello(hello);
    obstacles.hello(hello);
    dismissals.hello(hello);
    book.hello(hello.keepsHome !== false);
    controls?.hello(hello);
  };
  const link = new Link(
    {
      connect: socketMaker(),
      now_s: () => performance.now() / 1000,
      after: (delay_s, act) => setTimeout(act, 1000 * delay_s),
    },
    {
      text: (message) => {
        if (message.type === 'hello') return welcome(message);
        if (message.type === 'rooms') {
          dismissals.rooms(message.rooms);
          pictures.rooms(message.rooms);
          return map?.rooms(message.rooms);
        }
        if (message.type === 'obstacles') {
          obstacles.set(message.obstacles);
          dismissals.set(message.dismissals);
          pictures.obstacles(message.obstacles);
          if (book.kept !== undefined) book.refresh();
          map?.obstacles(message.obstacles);
          return;
        }
        if (message.type === 'mapMoved') return map?.mapMoved();
        if (message.type === 'presence') {
          note.show(message);
          controls?.presence(message);
          hand?.presence(message);
          camera.presence(message);
          obstacles.presence(message);
          dismissals.presence(message);
          return;
        }
        panel.status(message);
        camera.status(message);
        pictures.status(message);
        controls?.status(message);
        hand?.status(message);
        map?.status(message);
      },
      frame: (message) => {
        if (map?.receive(message) === false) link.reconnect();
      },
      state: (state, silent_s) => {
        showLink(state, silent_s, isRecording);
        controls?.refresh();
        if (state !== 'live') hand?.uncertain();
      },
    },
  );
  controls = new Controls(link);
  hand = new HandPanel(link, controls);
  // Back on the network, or looked at again: there is no reason to wait for the next try.
  const hurry = (): void => {
    if (!link.isOpen && !document.hidden) link.reconnect();
  };
  addEventListener('online', hurry);
  document.addEventListener('visibilitychange', hurry);
  if (map !== undefined) {
    gotoMode = new GotoMode(map, controls);
    attachMapTools(map);
  }
  const press = (id: string) => () => byId(id).click();
  attachShortcuts({
    ' ': () => controls.pressMain(),
    s: press('stop'),
    d: press('dock'),
    g: press('goto'),
    h: press('hand'),
    '3': press('view-3d'),
    '+': press('zoom-in'),
    '=': press('zoom-in'),
    '-': press('zoom-out'),
    '0': press('fit'),
    f: press('fit'),
  });
}
