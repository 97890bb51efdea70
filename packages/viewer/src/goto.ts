import type { Controls } from './controls.ts';
import { byId } from './elements.ts';
import type { MapView } from './map/mapView.ts';

/**
 * Sending the robot to a point: a tap on the map, or by keyboard the point under the ring in the middle, which the arrow
 * keys move over the map.
 */
export class GotoMode {
  readonly #map: MapView;
  readonly #controls: Controls;
  readonly #button = byId<HTMLButtonElement>('goto');
  #isOn = false;
  #focusBefore: Element | null = null;

  constructor(map: MapView, controls: Controls) {
    this.#map = map;
    this.#controls = controls;
    this.#button.addEventListener('click', () => this.#set(!this.#isOn));
    byId('goto-cancel').addEventListener('click', () => this.#set(false));
    addEventListener('keydown', (event) => {
      if (!this.#isOn) return;
      if (event.key === 'Escape') this.#set(false);
      else if (event.target !== map.canvas) return;
      else if (event.key === 'Enter') this.tapped(map.centre.x, map.centre.y);
      else if (event.key.startsWith('Arrow')) byId('reticle').hidden = false;
    });
  }

  #set(on: boolean): void {
    const moveFocus =
      on || byId('goto-hint').contains(document.activeElement) || document.activeElement === this.#map.canvas;
    if (on) this.#focusBefore = document.activeElement;
    this.#isOn = on;
    this.#button.setAttribute('aria-pressed', String(on));
    byId('goto-hint').hidden = !on;
    if (on) byId<HTMLDetailsElement>('layers').open = false;
    byId('reticle').hidden = true;
    byId('map').classList.toggle('aiming', on);
    if (!moveFocus) return;
    // Begun by key from no control: Space must not press the button afterwards, but pause as before.
    if (!on && this.#focusBefore === document.body) this.#map.canvas.blur();
    else (on ? this.#map.canvas : this.#button).focus({ preventScroll: true });
  }

  /** Sends the robot there when the mode is on. */
  tapped(x: number, y: number): void {
    if (!this.#isOn) return;
    this.#set(false);
    void this.#controls.send({ command: 'goto', x, y }, this.#button);
  }
}
