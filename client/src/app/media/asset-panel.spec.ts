import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { Notices } from '../problems/notices';
import { AssetPanel } from './asset-panel';

const facts = (path: string) => ({
  path,
  size: 1,
  contentType: 'text/plain',
  version: `version-of-${path}`,
  visibility: 'public',
  tags: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
});

describe('AssetPanel', () => {
  const open = async () => {
    const notices = { tell: vi.fn(), tellProblem: vi.fn() };
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([]),
        { provide: Notices, useValue: notices },
      ],
    });
    const http = TestBed.inject(HttpTestingController);
    const fixture = TestBed.createComponent(AssetPanel);
    const host: unknown = fixture.nativeElement;
    if (!(host instanceof HTMLElement)) throw new Error('no element');
    const show = async (path: string) => {
      fixture.componentRef.setInput('path', path);
      TestBed.tick();
      http.expectOne({ url: `/storage/${path}/metadata`, method: 'GET' }).flush(facts(path));
      await Promise.resolve();
      TestBed.tick();
      for (const request of http.match({ method: 'GET' })) request.flush({ variants: [] });
      await fixture.whenStable();
    };
    await show('a.txt');
    const visibility = () => host.querySelector<HTMLInputElement>('input[role=switch]');
    const toggle = () => {
      visibility()?.click();
      TestBed.tick();
      return http.expectOne({ method: 'PATCH' });
    };
    return { notices, host, show, visibility, toggle };
  };

  it('says that an asset is private when it is, and not when it could not be made so', async () => {
    const { notices, visibility, toggle } = await open();

    toggle().flush(null, { status: 503, statusText: '' });
    await vi.waitFor(() => expect(notices.tellProblem).toHaveBeenCalledOnce());
    TestBed.tick();
    expect(notices.tell).not.toHaveBeenCalled();
    expect(visibility()?.checked).toBe(false);

    toggle().flush({});
    await vi.waitFor(() => expect(notices.tell).toHaveBeenCalledOnce());
    TestBed.tick();
    expect(visibility()?.checked).toBe(true);
  });

  it('keeps what it shows when the change of an asset that was left has failed', async () => {
    const { notices, host, show, toggle } = await open();

    const change = toggle();
    await show('b.txt');
    change.flush(null, { status: 503, statusText: '' });
    await vi.waitFor(() => expect(notices.tellProblem).toHaveBeenCalledOnce());
    TestBed.tick();

    expect(host.textContent).toContain('version-of-b.txt');
    expect(host.textContent).not.toContain('version-of-a.txt');
  });
});
