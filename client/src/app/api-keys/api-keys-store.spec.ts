import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { ApiKeysStore } from './api-keys-store';

describe('ApiKeysStore', () => {
  it('reads every page of the keys', async () => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), ApiKeysStore],
    });
    const store = TestBed.inject(ApiKeysStore);
    const http = TestBed.inject(HttpTestingController);
    for (const [offset, count] of [
      [0, 200],
      [200, 200],
      [400, 1],
    ] as const) {
      TestBed.tick();
      const keys = Array.from({ length: count }, (_, index) => ({ id: `${offset + index}` }));
      await vi.waitFor(() => {
        http
          .expectOne(({ params }) => (params.get('offset') ?? '0') === `${offset}`)
          .flush({ keys, total: 401 });
      });
    }
    await vi.waitFor(() => {
      TestBed.tick();
      expect(store.keys()).toHaveLength(401);
    });
    http.verify();
  });
});
