/** A uniform random sample of a stream of unknown length. */
import { lookAtAll, sampleSize } from './scan-result.js';

/** Keeps all paths while they are few, then a uniform random sample of them (Vitter's algorithm R). */
export class Reservoir {
  #kept: string[] = [];
  #seen = 0;

  offer(folder: string, name: string): void {
    this.#seen++;
    if (this.#seen <= lookAtAll) {
      this.#kept.push(`${folder}/${name}`);
      return;
    }
    if (this.#seen === lookAtAll + 1) {
      shuffle(this.#kept);
      this.#kept.length = sampleSize;
    }
    const place = Math.floor(Math.random() * this.#seen);
    if (place < sampleSize) this.#kept[place] = `${folder}/${name}`;
  }

  /** In random order, so that what is looked at until the budget ends is a random sample as well. */
  paths(): readonly string[] {
    return shuffle(this.#kept);
  }
}

function shuffle(list: string[]): string[] {
  for (let last = list.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    const [a, b] = [list[last], list[other]];
    if (a !== undefined && b !== undefined) [list[last], list[other]] = [b, a];
  }
  return list;
}
