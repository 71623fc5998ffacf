import type { IconName } from '../ui/icons';

/** A page of the console that the rail leads to. */
export interface Destination {
  readonly path: string;
  readonly label: string;
  readonly icon: IconName;
}

/** The rail's pages; on a phone the first four are at the foot and the others behind “More”. */
export const DESTINATIONS: readonly Destination[] = [
  { path: '/media', label: $localize`Media`, icon: 'image' },
  { path: '/playground', label: $localize`Playground`, icon: 'sliders' },
  { path: '/jobs', label: $localize`Jobs`, icon: 'jobs' },
  { path: '/api-keys', label: $localize`API keys`, icon: 'key' },
  { path: '/activity', label: $localize`Activity`, icon: 'activity' },
  { path: '/settings', label: $localize`Settings`, icon: 'settings' },
];
