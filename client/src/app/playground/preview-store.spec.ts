import { TestBed } from '@angular/core/testing';
import { SessionStore } from '../session/session-store';
import { PreviewStore } from './preview-store';

describe('PreviewStore', () => {
  const begin = (answer: () => Response) => {
    vi.stubGlobal('fetch', () => Promise.resolve(answer()));
    vi.stubGlobal(
      'URL',
      Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined }),
    );
    const endIfOver = vi.fn(() => Promise.resolve());
    TestBed.configureTestingModule({
      providers: [PreviewStore, { provide: SessionStore, useValue: { endIfOver } }],
    });
    return { store: TestBed.inject(PreviewStore), endIfOver };
  };
  afterEach(() => vi.unstubAllGlobals());

  it.each([401, 404])('asks whether the session is over when it is answered %i', async (status) => {
    const { store, endIfOver } = begin(() => new Response('', { status }));
    await store.show('/t/w_1/a.jpg');
    expect(endIfOver).toHaveBeenCalledOnce();
    expect(store.error()?.status).toBe(status);
    await store.show('');
    expect(store.error()).toBeUndefined();
  });

  it('shows nothing any more when nothing is asked for', async () => {
    const { store, endIfOver } = begin(() => new Response('x'));
    await store.show('/t/w_1/a.jpg');
    expect(store.result()?.source).toBe('blob:x');
    await store.show('');
    expect(store.result()).toBeUndefined();
    expect(endIfOver).not.toHaveBeenCalled();
  });
});
