import { computed, inject, Service, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { listApiKeysResource } from '../api/api-keys/api-keys.resource';
import { ApiKeysService } from '../api/api-keys/api-keys.service';
import type { ApiKeyDto } from '../api/model/apiKeyDto';
import type { CreateApiKey } from '../api/model/createApiKey';
import type { NewApiKey } from '../api/model/newApiKey';
import type { UpdateApiKey } from '../api/model/updateApiKey';

const MAX_LISTED = 200;

/** The account's API keys. */
@Service({ autoProvided: false })
export class ApiKeysStore {
  private readonly api = inject(ApiKeysService);
  private readonly resource = listApiKeysResource(signal({ limit: MAX_LISTED }));

  readonly isLoading = this.resource.isLoading;
  readonly error = this.resource.error;
  readonly keys = computed(() =>
    this.resource.hasValue() ? this.resource.value().keys : undefined,
  );

  reload(): void {
    this.resource.reload();
  }

  /** Makes a key; the answer is the only one that ever holds it. */
  async create(wanted: CreateApiKey): Promise<NewApiKey> {
    const { apiKey } = await firstValueFrom(this.api.createApiKey(wanted));
    this.reload();
    return apiKey;
  }

  /** Changes a key; shown at once, and taken back if the server refuses. */
  async update(id: string, change: UpdateApiKey): Promise<void> {
    const before = this.resource.value();
    if (before !== undefined) {
      const keys = before.keys.map((key) => (key.id === id ? withChange(key, change) : key));
      this.resource.set({ ...before, keys });
    }
    try {
      await firstValueFrom(this.api.updateApiKey(id, change));
    } finally {
      this.reload();
    }
  }

  async delete(id: string): Promise<void> {
    await firstValueFrom(this.api.deleteApiKey(id));
    this.reload();
  }

  /** Makes a successor with the same rights, and disables the old key. */
  async rotate(old: ApiKeyDto): Promise<NewApiKey> {
    const lifetime = lifetimeSeconds(old);
    const made = await this.create({
      name: old.name,
      scopes: old.scopes,
      ...(lifetime !== undefined && { expiresIn: lifetime }),
      ...(old.rateLimit !== null && { rateLimit: old.rateLimit }),
    });
    await this.update(old.id, { enabled: false });
    return made;
  }
}

/** Seconds a key was made for; undefined for ever. */
export function lifetimeSeconds({ createdAt, expiresAt }: ApiKeyDto): number | undefined {
  if (expiresAt === null) return undefined;
  return Math.max(60, Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / 1000));
}

function withChange(key: ApiKeyDto, { name, enabled, rateLimit, scopes }: UpdateApiKey): ApiKeyDto {
  return {
    ...key,
    name: name ?? key.name,
    enabled: enabled ?? key.enabled,
    rateLimit: rateLimit === undefined ? key.rateLimit : rateLimit,
    scopes: scopes ?? key.scopes,
  };
}
