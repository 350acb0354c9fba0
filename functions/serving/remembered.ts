import type { SongLabel } from '../aggregation/domain/song-label.ts';
import { Expiring } from './expiring.ts';
import type { SongLabels, UserDirectory } from './ports.ts';

/** A user who moves to another zone sees it within a minute. */
const zoneMs = 60_000;
const zonesMax = 10_000;
/** A label only ever gets a little better, so ten minutes late is soon enough. About 0.3 KB each. */
const labelMs = 10 * 60_000;
const labelsMax = 20_000;

/**
 * The user directory, asked once a minute for each user. Unknown users are not remembered: they may be about to join.
 */
export function rememberedZones(users: UserDirectory, nowMs: () => number): UserDirectory {
  const zones = new Expiring<string, string>(zonesMax);
  return {
    zoneOf: async (userId) => {
      const known = zones.get(userId, nowMs());
      if (known !== undefined) return known;
      const zone = await users.zoneOf(userId);
      if (zone !== undefined) zones.set(userId, zone, nowMs() + zoneMs);
      return zone;
    },
  };
}

/** The catalogue's labels, asked only for songs that were not asked for lately. Missing labels are not remembered. */
export function rememberedLabels(labels: SongLabels, nowMs: () => number): SongLabels {
  const known = new Expiring<string, SongLabel>(labelsMax);
  return {
    find: async (songIds) => {
      const found = new Map<string, SongLabel>();
      const unknown: string[] = [];
      for (const songId of songIds) {
        const label = known.get(songId, nowMs());
        if (label) found.set(songId, label);
        else unknown.push(songId);
      }
      if (unknown.length === 0) return found;
      for (const [songId, label] of await labels.find(unknown)) {
        known.set(songId, label, nowMs() + labelMs);
        found.set(songId, label);
      }
      return found;
    },
  };
}
