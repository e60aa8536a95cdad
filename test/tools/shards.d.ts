import { BaseSequencer } from 'vitest/node';

export class Shards extends BaseSequencer {}
