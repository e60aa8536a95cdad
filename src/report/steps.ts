/** Next steps for people, numbered. */
import type { ChalkInstance } from 'chalk';
import type { NextStep } from '../model.js';
import { stepText } from './words.js';
import { wrap } from './wrap.js';

export interface StepPen {
  readonly c: ChalkInstance;
  readonly width: number;
  /** Columns before the number. */
  readonly margin: number;
  /** Makes a text harmless for the terminal. */
  readonly shown: (text: string) => string;
}

export function stepLines(steps: readonly NextStep[], { c, width, margin, shown }: StepPen): readonly string[] {
  return steps.flatMap((step, index) => {
    const { command } = step;
    const number = `${index + 1}. `;
    const indent = ' '.repeat(margin + number.length);
    return [
      ...wrap(shown(stepText(step)), width, `${' '.repeat(margin)}${number}`, indent),
      // commands are never wrapped: they are there to be copied
      ...(command === undefined ? [] : command.split('\n').map((line) => `${indent}${c.cyan(shown(line))}`)),
    ];
  });
}
