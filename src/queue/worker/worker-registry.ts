import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { RedisConnections } from '../../redis/redis-connections.js';
import { KEYS } from '../video-job.js';

const HEARTBEAT_MS = 2_000;
/** A worker whose heart has not beaten for this long is gone; ms. */
const ALIVE_MS = 10_000;

/** What a worker says of itself. */
export interface WorkerReport {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly concurrency: number;
  /** Threads of each ffmpeg. */
  readonly threads: number;
  readonly startedAt: string;
  readonly heartbeatAt: string;
  /** Jobs under way. */
  readonly jobs: readonly string[];
  readonly completed: number;
  readonly failed: number;
}

/** Which workers live, and what they do: each tells Redis every two seconds. */
@Injectable()
export class WorkerRegistry implements BeforeApplicationShutdown {
  /** This process's name among the workers. Everybody hears it in events, so it says nothing of the machine. */
  readonly id = randomBytes(6).toString('hex');
  private readonly client: Redis;
  private readonly startedAt = new Date().toISOString();
  private readonly jobs = new Set<string>();
  private completed = 0;
  private failed = 0;
  private timer: NodeJS.Timeout | undefined;
  private size = { concurrency: 0, threads: 0 };

  constructor(connections: RedisConnections) {
    this.client = connections.connect({ enableOfflineQueue: false, commandTimeout: 2_000 });
  }

  /** Begins to tell of this process as a worker. */
  enter(size: { readonly concurrency: number; readonly threads: number }): void {
    this.size = { concurrency: size.concurrency, threads: size.threads };
    this.timer = setInterval(() => void this.beat(), HEARTBEAT_MS);
    this.timer.unref();
    this.client.once('ready', () => void this.beat());
    void this.beat();
  }

  /** Notes that a job has been begun here. */
  async begin(jobId: string): Promise<void> {
    this.jobs.add(jobId);
    await this.quietly(() => this.client.hset(KEYS.workerOf, jobId, this.id));
    await this.beat();
  }

  /** Notes how a job has ended here. */
  async end(jobId: string, outcome: 'completed' | 'failed' | 'returned'): Promise<void> {
    this.jobs.delete(jobId);
    if (outcome === 'completed') this.completed += 1;
    if (outcome === 'failed') this.failed += 1;
    await this.quietly(() => this.client.hdel(KEYS.workerOf, jobId));
    await this.beat();
  }

  /** Notes that a job which was begun here is another worker's now. */
  leave(jobId: string): void {
    this.jobs.delete(jobId);
  }

  /** The workers that live, and nothing when Redis is away. */
  async list(): Promise<readonly WorkerReport[]> {
    const entries = await this.client.hgetall(KEYS.workers).catch(() => ({}));
    const workers: WorkerReport[] = [];
    for (const [id, text] of Object.entries(entries)) {
      const report = readReport(text);
      if (report !== undefined && Date.now() - Date.parse(report.heartbeatAt) < ALIVE_MS) {
        workers.push(report);
      } else {
        await this.quietly(() => this.client.hdel(KEYS.workers, id));
      }
    }
    return workers;
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    this.timer = undefined;
    await this.quietly(() => this.client.hdel(KEYS.workers, this.id));
  }

  private async beat(): Promise<void> {
    if (this.timer === undefined) return;
    const report: WorkerReport = {
      id: this.id,
      host: hostname(),
      pid: process.pid,
      ...this.size,
      startedAt: this.startedAt,
      heartbeatAt: new Date().toISOString(),
      jobs: [...this.jobs],
      completed: this.completed,
      failed: this.failed,
    };
    await this.quietly(() => this.client.hset(KEYS.workers, this.id, JSON.stringify(report)));
  }

  /** Numbers for a page: while Redis is away they are simply not told. */
  private async quietly(work: () => Promise<unknown>): Promise<void> {
    await work().catch(() => undefined);
  }
}

function readReport(text: string): WorkerReport | undefined {
  try {
    return JSON.parse(text) as WorkerReport;
  } catch {
    return undefined;
  }
}
