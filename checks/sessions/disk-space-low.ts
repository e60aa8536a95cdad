import { defineCheck, fail, pass, skip, warn, type DiskSpace, type See } from '../../src/index.js';
import { formatBytes } from '../../src/logic/amounts.js';
import { unreadJudgement } from '../../src/logic/gap.js';
import { outOfInodes, outOfRoom } from '../../src/logic/session-folder.js';

type Place = DiskSpace['places'][number];

export default defineCheck({
  id: 'disk-space-low',
  area: 'sessions',
  title: { pass: 'There is room on the file systems that WHMCS needs', fail: 'A file system that WHMCS needs is nearly full' },
  causes: ['disk-space-low', 'inodes-low'],
  needs: ['disk.space', 'operator.thresholds'],
  judge({ 'disk.space': disk, 'operator.thresholds': limits }, see) {
    // A read-only image is full by nature, and nothing is written there: session-path-unwritable judges sessions on one.
    const places = perFileSystem(disk.places.filter((place) => !place.readOnly && place.bytesTotal > 0));
    if (places.length === 0) return skip('no writable file system of WHMCS could be seen');
    const found = places.flatMap((roles) => {
      const [place] = roles;
      const least = Math.min(limits.freeSpaceBytes, (place.bytesTotal * limits.freeSpacePercent) / 100);
      const leastInodes = (place.inodesTotal * limits.freeInodesPercent) / 100;
      const about = { subject: place.mountPoint ?? place.path, confidence: 'proved' } as const;
      const what = roles.map((one) => one.role).join(', ');
      return [
        ...(place.bytesFree < least
          ? [
              (outOfRoom(place) ? fail : warn)({
                ...about,
                cause: 'disk-space-low',
                title: `${formatBytes(place.bytesFree)} are free on ${about.subject} (${what})`,
                evidence: [bytes(place, see, `at least ${formatBytes(least)}`)],
              }),
            ]
          : []),
        ...(place.inodesTotal > 0 && place.inodesFree < leastInodes
          ? [
              (outOfInodes(place) ? fail : warn)({
                ...about,
                cause: 'inodes-low',
                title: `${place.inodesFree} more files fit on ${about.subject} (${what})`,
                evidence: [
                  see('disk.space', 'Inodes free', place.inodesFree, { want: `at least ${Math.ceil(leastInodes)}`, source: about.subject }),
                ],
              }),
            ]
          : []),
      ];
    });
    const unread = unreadJudgement(disk.unread, disk.unread?.map(({ path }) => path).join(', ') ?? '');
    return [...(found.length > 0 ? found : [pass(places.map(([place]) => bytes(place, see)))]), ...(unread === null ? [] : [unread])];
  },
});

function bytes(place: Place, see: See<'disk.space'>, want?: string) {
  const source = place.mountPoint ?? place.path;
  return see('disk.space', 'Free space', `${formatBytes(place.bytesFree)} of ${formatBytes(place.bytesTotal)}`, {
    source,
    ...(want === undefined ? {} : { want }),
  });
}

/** Several folders share a file system: each is judged once. */
function perFileSystem(places: readonly Place[]): readonly (readonly [Place, ...Place[]])[] {
  const groups = new Map<string, [Place, ...Place[]]>();
  for (const place of places) {
    const key = place.mountPoint ?? place.path;
    const group = groups.get(key);
    if (group) group.push(place);
    else groups.set(key, [place]);
  }
  return [...groups.values()];
}
