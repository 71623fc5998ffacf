import type { ListJobsStatus } from './listJobsStatus.ts';

export type ListJobsParams = {
/**
 * Only jobs in this state.
 */
status?: ListJobsStatus;
/**
 * How many entries to give at once.
 * @minimum 1
 * @maximum 200
 */
limit?: number;
/**
 * @minimum 0
 * @maximum 1000000
 */
offset?: number;
};
