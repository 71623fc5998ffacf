import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { MatDialog } from '@angular/material/dialog';
import type { ApiKeyDto } from '../api/model/apiKeyDto';
import { Notices } from '../problems/notices';
import { ProblemError } from '../problems/problem-error';
import { Confirm } from '../ui/confirm';
import { ApiKeysPage } from './api-keys-page';
import { ApiKeysStore } from './api-keys-store';
import type { NewKeyData } from './new-key-dialog';

const KEY: ApiKeyDto = {
  id: 'old',
  name: 'Site',
  prefix: null,
  start: 'op_1',
  scopes: [],
  enabled: true,
  rateLimit: null,
  requestCount: 0,
  lastUsedAt: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  expiresAt: null,
};

class OpenedPage extends ApiKeysPage {
  rotateNow(): Promise<void> {
    return this.rotate(KEY);
  }
}

describe('ApiKeysPage', () => {
  it('shows a successor’s secret though the old key could not be disabled, and says so', async () => {
    const refusal = new ProblemError('Busy', 'Try again.', 503, 'busy', 'r1');
    const opened: NewKeyData[] = [];
    const made = { ...KEY, id: 'new', key: 'op_secret' };
    const store = {
      keys: signal([KEY]),
      succeed: () => Promise.resolve(made),
      update: () => Promise.reject(refusal),
    };
    TestBed.configureTestingModule({
      providers: [
        OpenedPage,
        { provide: ApiKeysStore, useValue: store },
        { provide: Confirm, useValue: { ask: () => Promise.resolve(true) } },
        { provide: Notices, useValue: {} },
        {
          provide: MatDialog,
          useValue: { open: (_: unknown, { data }: { data: NewKeyData }) => opened.push(data) },
        },
      ],
    });
    await TestBed.inject(OpenedPage).rotateNow();
    expect(opened.map(({ key, trouble }) => [key.key, trouble?.()])).toEqual([
      ['op_secret', refusal],
    ]);
  });
});
