import { computed, inject, resource, Service } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { ApiKeysService } from '../api/api-keys/api-keys.service';
import type { ApiKeyDto } from '../api/model/apiKeyDto';
import type { CreateApiKey } from '../api/model/createApiKey';
import type { NewApiKey } from '../api/model/newApiKey';
import type { UpdateApiKey } from '../api/model/updateApiKey';

const PAGE = 200;
/** More keys than anyone can go through are not read. */
const MOST_LISTED = 10_000;

/** The account's API keys. */
@Service({ autoProvided: false })
export class ApiKeysStore {
  private readonly api = inject(ApiKeysService);
  private readonly resource = resource({ loader: () => this.readAll() });

  readonly isLoading = this.resource.isLoading;
  readonly error = this.resource.error;
  readonly keys = computed(() => (this.resource.hasValue() ? this.resource.value() : undefined));

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
    const before = this.keys();
    if (before !== undefined) {
      this.resource.set(before.map((key) => (key.id === id ? withChange(key, change) : key)));
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

  /** Makes a key with the same rights as another. The other stays enabled: the new one is to be shown before anything can fail. */
  async succeed(old: ApiKeyDto): Promise<NewApiKey> {
    const lifetime = lifetimeSeconds(old);
    return this.create({
      name: old.name,
      scopes: old.scopes,
      ...(lifetime !== undefined && { expiresIn: lifetime }),
      ...(old.rateLimit !== null && { rateLimit: old.rateLimit }),
    });
  }

  private async readAll(): Promise<readonly ApiKeyDto[]> {
    const keys = new Map<string, ApiKeyDto>();
    for (let offset = 0; offset < MOST_LISTED; offset += PAGE) {
      const page = await firstValueFrom(
        this.api.listApiKeys({ limit: PAGE, ...(offset > 0 && { offset }) }),
      );
      for (const key of page.keys) keys.set(key.id, key);
      if (page.keys.length < PAGE || offset + PAGE >= page.total) break;
    }
    return [...keys.values()];
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
