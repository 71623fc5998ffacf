import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CurrentActor, RequireScopes } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../access/audit.js';
import { DEFAULT_SCOPES } from '../access/scopes.js';
import type { ApiKey } from '../auth/keys/api-key.js';
import { ApiKeys } from '../auth/keys/api-keys.js';
import { Idempotent } from '../http/idempotency/idempotent.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import {
  ApiKeyDto,
  ApiKeyList,
  CreateApiKey,
  CreatedApiKey,
  DeletedApiKey,
  ListApiKeys,
  UpdateApiKey,
  UpdatedApiKey,
} from './api-key.dto.js';

/** An account's API keys; of another account's keys nothing can be learnt here. */
@ApiTags('API keys')
@RequireScopes(['admin'])
@Controller('api-keys')
export class ApiKeysController {
  constructor(
    private readonly keys: ApiKeys,
    private readonly audit: AuditLog,
  ) {}

  /** Makes a key. The answer holds it, and nothing else ever will. */
  @Post('create')
  @Idempotent()
  @ApiOperation({ summary: 'Create an API key' })
  @ApiCreatedResponse({ type: CreatedApiKey })
  @Problems('invalid-request', 'conflict')
  async createApiKey(
    @CurrentActor() actor: Actor,
    @Body() { name, expiresIn, rateLimit, scopes = [...DEFAULT_SCOPES] }: CreateApiKey,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CreatedApiKey> {
    const made = await this.keys.create(actor.id, { name, expiresIn, rateLimit, scopes });
    this.note('api_key.created', made.key, request);
    response.setHeader('Cache-Control', 'no-store');
    return {
      success: true,
      apiKey: { ...factsOf(made.key), key: made.secret },
      message: 'Keep the key now: it is not shown again.',
    };
  }

  /** The account's keys, the newest first. */
  @Get('list')
  @ApiOperation({ summary: 'List API keys' })
  @ApiOkResponse({ type: ApiKeyList })
  @Problems('invalid-request')
  async listApiKeys(@CurrentActor() actor: Actor, @Query() page: ListApiKeys): Promise<ApiKeyList> {
    const { keys, total } = await this.keys.list(actor.id, page);
    const { limit, offset } = page;
    return { success: true, keys: keys.map(toDto), total, limit, offset };
  }

  /** Changes a key; the next request with it meets the change. */
  @Patch(':keyId')
  @ApiOperation({ summary: 'Update an API key' })
  @ApiOkResponse({ type: UpdatedApiKey })
  @Problems('invalid-request', 'not-found')
  async updateApiKey(
    @CurrentActor() actor: Actor,
    @Param('keyId') keyId: string,
    @Body() change: UpdateApiKey,
    @Req() request: Request,
  ): Promise<UpdatedApiKey> {
    const key = await this.keys.update(actor.id, keyId, change);
    this.note('api_key.updated', key, request);
    return { success: true, apiKey: toDto(key) };
  }

  /** Deletes a key; the next request with it is refused. */
  @Delete(':keyId')
  @ApiOperation({ summary: 'Delete an API key' })
  @ApiOkResponse({ type: DeletedApiKey })
  @Problems('not-found')
  async deleteApiKey(
    @CurrentActor() actor: Actor,
    @Param('keyId') keyId: string,
    @Req() request: Request,
  ): Promise<DeletedApiKey> {
    this.note('api_key.deleted', await this.keys.delete(actor.id, keyId), request);
    return { success: true, message: 'The key is deleted.' };
  }

  private note(
    event: 'api_key.created' | 'api_key.updated' | 'api_key.deleted',
    { id, name }: ApiKey,
    request: Request,
  ): void {
    this.audit.record({ event, outcome: 'success', subject: `${id} (${name})` }, request);
  }
}

function factsOf({ id, name, start, prefix, scopes, createdAt, expiresAt }: ApiKey) {
  return {
    id,
    name,
    start,
    prefix,
    scopes: [...scopes],
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}

function toDto(key: ApiKey): ApiKeyDto {
  return {
    ...factsOf(key),
    enabled: key.enabled,
    updatedAt: key.updatedAt.toISOString(),
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    requestCount: key.requestCount,
    rateLimit: key.rateLimit,
  };
}
