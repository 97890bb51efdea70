import type { Hello, StatusMessage } from '@homebound/wire';
import { Announcer } from './announcer.ts';
import { byId, setText } from './elements.ts';
import { SpeedMeter } from './speedMeter.ts';
import {
  adviceFor,
  areaWords,
  batteryWords,
  blindAdvice,
  clockWords,
  distanceWords,
  durationWords,
  graphWords,
  percentWords,
  stateTone,
  stateWord,
} from './words.ts';

const lowBattery = 0.2;
/** A camera takes so long to open at most: until then nothing is wrong, s. */
const OPENS_S = 4;

/** What the robot does, in words and figures. */
export class StatusPanel {
  readonly #announcer = new Announcer(byId('announce'));
  readonly #speed = new SpeedMeter();
  #robot = 'Homebound';
  /** Since when the robot drives without its camera, robot's time, s. */
  #blind_s: number | undefined;

  hello(hello: Hello): void {
    this.#robot = hello.robot;
    this.#speed.clear();
    this.#blind_s = undefined;
    setText(byId('robot-name'), hello.robot);
    byId('mode').hidden = hello.mode === 'robot';
    setText(byId('mode-word'), hello.mode === 'simulation' ? 'Simulation' : 'Recording');
    setText(byId('place'), `: ${hello.place}`);
    byId('graph').hidden = hello.graph === undefined;
    if (hello.graph !== undefined) setText(byId('graph'), graphWords(hello.graph));
    byId('simulation').hidden = !hello.commands.includes('speed') && !hello.commands.includes('reset');
  }

  status(status: StatusMessage): void {
    const word = stateWord(status.state);
    const state = byId('state');
    setText(state, word);
    state.dataset.state = status.state;
    document.body.dataset.tone = stateTone(status.state);
    setText(byId('reason'), status.reason);
    const advice = adviceFor(status.state, status.reasonCode) ?? this.#blind(status) ?? '';
    byId('advice').hidden = advice === '';
    setText(byId('advice'), advice);
    byId('place-hint').hidden = status.isLost !== true;
    this.#progress(status);
    this.#simulation(status);
    const percent = percentWords(status.coverage);
    this.#announcer.say(word, status.reason, status.coverage, advice);
    document.title = `${word}${status.cleanedArea_m2 > 0 ? ` · ${percent}` : ''} · ${this.#robot}`;
  }

  #blind(status: StatusMessage): string | undefined {
    const advice = blindAdvice(status);
    this.#blind_s = advice === undefined ? undefined : (this.#blind_s ?? status.stamp_s);
    return this.#blind_s !== undefined && status.stamp_s - this.#blind_s >= OPENS_S ? advice : undefined;
  }

  #progress(status: StatusMessage): void {
    const percent = percentWords(status.coverage);
    setText(byId('coverage'), percent);
    setText(byId('area'), areaWords(status));
    byId('bar').setAttribute('aria-valuenow', String(Number.parseInt(percent, 10)));
    byId('bar-fill').style.transform = `scaleX(${status.coverage})`;
    setText(byId('cleaning-time'), durationWords(status.cleaningTime_s));
    setText(byId('driven'), distanceWords(status.drivenLength_m));
    const { battery } = status;
    setText(byId('battery'), battery === undefined ? '–' : batteryWords(battery));
    const icon = byId('battery-icon');
    icon.classList.toggle('low', battery !== undefined && battery.level < lowBattery);
    const fill = icon.firstElementChild;
    if (fill instanceof HTMLElement) fill.style.transform = `scaleX(${battery?.level ?? 0})`;
  }

  #simulation(status: StatusMessage): void {
    setText(byId('sim-time'), clockWords(status.stamp_s));
    const factor = this.#speed.add(status.stamp_s, status.wall_s);
    setText(
      byId('speed-actual'),
      factor === undefined ? '' : ` · ${factor < 10 ? factor.toFixed(1) : Math.round(factor)}×`,
    );
  }
}
