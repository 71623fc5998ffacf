import type { JobState, VideoJobData } from '../video-job.js';

/** What happens to jobs. */
export type QueueEventName =
  'job:created' | 'job:started' | 'job:progress' | 'job:completed' | 'job:error' | 'job:cancelled';

/** What every event of a job says of it, but `job:progress`, which comes often and says how far the job is. */
export interface JobEventData {
  readonly jobId: string;
  readonly path: string;
  readonly transformation: string;
  /** What the job is in after the event. */
  readonly status: JobState;
  readonly priority: VideoJobData['priority'];
}

/** The common part of an event; nothing else of a job is told to the public. */
export function jobEventData(
  jobId: string,
  { path, transformation, priority }: Pick<VideoJobData, 'path' | 'transformation' | 'priority'>,
  status: JobState,
): JobEventData {
  return { jobId, path, transformation, status, priority };
}
