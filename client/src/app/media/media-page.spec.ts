import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { MediaPage } from './media-page';

describe('MediaPage', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const open = () => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([])],
    });
    const navigate = vi.spyOn(TestBed.inject(Router), 'navigate').mockResolvedValue(true);
    const fixture = TestBed.createComponent(MediaPage);
    TestBed.tick();
    const host: unknown = fixture.nativeElement;
    if (!(host instanceof HTMLElement)) throw new Error('no element');
    const type = (text: string) => {
      const field = host.querySelector<HTMLInputElement>('input[type=search]');
      if (field === null) throw new Error('no field');
      field.value = text;
      field.dispatchEvent(new Event('input'));
    };
    return { fixture, navigate, type };
  };

  it('searches for what was typed last', () => {
    const { navigate, type } = open();
    type('ca');
    type('cat');
    vi.advanceTimersByTime(500);
    const queries = navigate.mock.calls.map(([, extras]) => extras?.queryParams);
    expect(queries).toEqual([{ q: 'cat', file: null }]);
  });

  it('searches for nothing any more when it has been left', () => {
    const { fixture, navigate, type } = open();
    type('cat');
    fixture.destroy();
    vi.advanceTimersByTime(500);
    expect(navigate).not.toHaveBeenCalled();
  });
});
