import type { SystemLimits } from '../api/model/systemLimits';
import { formatDuration } from '../ui/duration';
import { formatBytes } from '../ui/file-size';

/** A limit as a person reads it. */
export interface LimitLine {
  readonly name: string;
  readonly value: string;
}

/** What the installation allows, in the order people ask for it. */
export function describeLimits(limits: SystemLimits): readonly LimitLine[] {
  const window = formatDuration(limits.keyWindowSeconds);
  return [
    { name: $localize`Largest upload`, value: formatBytes(limits.fileBytes) },
    { name: $localize`Largest source`, value: megapixels(limits.sourcePixels) },
    { name: $localize`Largest side of a result`, value: `${limits.outputSide} px` },
    { name: $localize`Longest video`, value: formatDuration(limits.videoSeconds) },
    { name: $localize`Images at the same time`, value: String(limits.renders) },
    {
      name: $localize`Requests of a key`,
      value: $localize`${limits.keyRequests}:count: in ${window}:time:`,
    },
    {
      name: $localize`Renders for a stranger`,
      value:
        limits.publicRenders === 0
          ? $localize`no limit`
          : $localize`${limits.publicRenders}:count: a minute`,
    },
    { name: $localize`Backups kept`, value: String(limits.backups) },
  ];
}

function megapixels(pixels: number): string {
  return $localize`${Math.round(pixels / 1e6)}:count: megapixels`;
}
