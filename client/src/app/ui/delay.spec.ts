import {
  createEnvironmentInjector,
  EnvironmentInjector,
  runInInjectionContext,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Delay } from './delay';

describe('Delay', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const set = () => {
    const injector = createEnvironmentInjector([], TestBed.inject(EnvironmentInjector));
    return { injector, delay: runInInjectionContext(injector, () => new Delay()) };
  };

  it('does only what was asked for last', () => {
    const { delay } = set();
    const done: string[] = [];

    delay.run(100, () => done.push('first'));
    vi.advanceTimersByTime(60);
    delay.run(100, () => done.push('last'));
    vi.advanceTimersByTime(60);
    expect([done, delay.isRunning]).toEqual([[], true]);

    vi.advanceTimersByTime(60);
    expect([done, delay.isRunning]).toEqual([['last'], false]);
  });

  it('does nothing when what waits is gone', () => {
    const { delay, injector } = set();
    const action = vi.fn();

    delay.run(100, action);
    injector.destroy();
    vi.advanceTimersByTime(200);

    expect(action).not.toHaveBeenCalled();
  });
});
