import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { MediaStore } from './media-store';

describe('MediaStore', () => {
  const begin = () => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), MediaStore],
    });
    const store = TestBed.inject(MediaStore);
    const http = TestBed.inject(HttpTestingController);
    const answer = (paths: readonly string[], nextCursor?: string) => {
      const files = paths.map((path) => ({ path, name: path, contentType: 'image/png' }));
      http
        .expectOne(({ url }) => url === '/storage')
        .flush({ folders: [], files, ...(nextCursor !== undefined && { nextCursor }) });
    };
    const shown = () => store.entries().map(({ path }) => path);
    return { store, answer, shown };
  };

  it('shows again only what could not be deleted', async () => {
    const { store, answer, shown } = begin();
    const opened = store.open({});
    answer(['a', 'b', 'c']);
    await opened;
    const settle = store.hide(new Set(['a', 'b']));
    expect(shown()).toEqual(['c']);
    settle(new Set(['b']));
    expect(shown()).toEqual(['b', 'c']);
  });

  it('leaves another folder alone that was opened meanwhile, and remembers what has gone', async () => {
    const { store, answer, shown } = begin();
    const first = store.open({ path: 'old' });
    answer(['old/a', 'old/b', 'old/c']);
    await first;
    const settle = store.hide(new Set(['old/a', 'old/b']));
    const second = store.open({ path: 'new' });
    answer(['new/x']);
    await second;
    settle(new Set(['old/b']));
    expect(shown()).toEqual(['new/x']);
    const back = store.open({ path: 'old' });
    expect(shown()).toEqual(['old/b', 'old/c']);
    answer(['old/b', 'old/c']);
    await back;
  });

  it.each(['before', 'after'])(
    'does not bring back what is deleted %s more is read',
    async (when) => {
      const { store, answer, shown } = begin();
      const opened = store.open({});
      const rest = Array.from({ length: 199 }, (_, index) => `b${index}`);
      answer(['a', ...rest], 'next');
      await opened;
      const more = store.more();
      const settle = store.hide(new Set(['a']));
      if (when === 'before') settle(new Set());
      answer(['c']);
      await more;
      expect(shown()).toEqual([...rest, 'c']);
      settle(new Set());
      expect(shown()).toEqual([...rest, 'c']);
    },
  );
});
