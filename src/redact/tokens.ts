/** Names for values that nobody may read: equal values stay visibly equal, and nothing more can be told from them. */
import { createHmac, randomBytes } from 'node:crypto';

/** A keyed hash of the value. The key is random, lives as long as this object and is written nowhere: guessing values proves nothing. */
export class Tokens {
  readonly #key = randomBytes(32);
  /** Hash → the value that it stands for. */
  readonly #taken = new Map<string, string>();

  /** «database password:3f2a». As short as keeps different values apart. */
  of(kind: string, value: string): string {
    const whole = createHmac('sha256', this.#key).update(value).digest('hex');
    let length = 4;
    while ((this.#taken.get(whole.slice(0, length)) ?? value) !== value) length += 2;
    const short = whole.slice(0, length);
    this.#taken.set(short, value);
    return `«${kind.replace(/[«»:]/g, '')}:${short}»`;
  }
}
