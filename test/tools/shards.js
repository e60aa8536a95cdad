// Deals the files of the laboratory to two of them so that both end together: the longest first, each to the one that has least to do.
import { basename } from 'node:path';
import { BaseSequencer } from 'vitest/node';

/** About how many seconds a file takes. What is wrong or missing here costs time and nothing else. */
const seconds = {
  'healthy-unusual': 180,
  'faults-mail': 140,
  layouts: 110,
  'faults-time': 110,
  'faults-access': 90,
  'faults-headers': 40,
  pairs: 50,
  'faults-providers': 90,
  ssh: 95,
  'faults-session-stores': 90,
  'faults-admin-area': 85,
  'faults-network': 85,
  'faults-url': 80,
  'faults-session-files': 75,
  'faults-session-requests': 75,
  'faults-proxy': 70,
  'faults-theme': 65,
  'faults-license': 65,
  'healthy-matrix': 45,
  'healthy-admin-area': 60,
  healthy: 60,
  login: 50,
  bundle: 75,
  address: 75,
  'host-faults': 30,
  'run-faults': 60,
  'read-only': 45,
  signals: 35,
  privilege: 45,
  canary: 75,
  plan: 16,
  'bad-input': 25,
  smoke: 25,
  api: 70,
  recipes: 110,
  plugins: 95,
  policy: 60,
  'formats-monitoring': 50,
  binary: 45,
  html: 30,
  'ini-oracle': 12,
  'cookie-oracle': 12,
  hostile: 35,
  shells: 14,
};
const usual = 10;

const weight = ({ moduleId }) => seconds[basename(moduleId, '.test.ts')] ?? usual;

export class Shards extends BaseSequencer {
  shard(files) {
    const { index, count } = this.ctx.config.shard;
    const hands = Array.from({ length: count }, () => ({ sum: 0, files: [] }));
    const inOrder = [...files].sort((a, b) => weight(b) - weight(a) || (a.moduleId < b.moduleId ? -1 : 1));
    for (const file of inOrder) {
      const hand = hands.reduce((least, each) => (each.sum < least.sum ? each : least));
      hand.sum += weight(file);
      hand.files.push(file);
    }
    return Promise.resolve(hands[index - 1]?.files ?? []);
  }
}
