import { Inject, Injectable } from '@nestjs/common';
import { HEALTH_CHECKS, type HealthCheck } from './health-check.js';
import type { ComponentHealth, Readiness } from './health.dto.js';

const CHECK_TIMEOUT_MS = 2_000;

/** Asks every part how it is, and says no once the process has been told to stop. */
@Injectable()
export class ReadinessProbe {
  private stopping = false;

  constructor(@Inject(HEALTH_CHECKS) private readonly checks: readonly HealthCheck[]) {}

  /** How the service and each of its parts are. */
  async report(): Promise<Readiness> {
    const components = Object.fromEntries(
      await Promise.all(
        this.checks.map(async (check) => [check.name, await outcomeOf(check)] as const),
      ),
    );
    const states = Object.values(components).map(({ status }) => status);
    if (this.stopping || states.includes('down')) return { status: 'not-ready', components };
    return { status: states.includes('degraded') ? 'degraded' : 'ready', components };
  }

  /** Says no from here on. */
  refuse(): void {
    this.stopping = true;
  }
}

async function outcomeOf(check: HealthCheck): Promise<ComponentHealth> {
  const late = new Promise<ComponentHealth>((resolve) => {
    setTimeout(
      () => resolve({ status: 'down', reason: 'no answer in time' }),
      CHECK_TIMEOUT_MS,
    ).unref();
  });
  try {
    return await Promise.race([check.check(), late]);
  } catch {
    // The reason is a library's text with paths in it; the part's name is all that may leave.
    return { status: 'down', reason: 'failed' };
  }
}
