import { Controller, Delete, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { RequireScopes } from '../access/access.decorators.js';
import { AssetPath } from '../assets/asset-path.js';
import { Problems } from '../http/problems.decorator.js';
import { urlTail } from '../http/url-tail.js';
import { DerivedMedia } from './derived-media.js';
import { InvalidationResult, ReconciliationResult, StorageStats } from './maintenance.dto.js';
import { Reconciliation } from './reconciliation.js';
import { Statistics } from './statistics.js';

/** Looks after what is stored as a whole. */
@ApiTags('Storage')
@Controller()
export class MaintenanceController {
  constructor(
    private readonly statistics: Statistics,
    private readonly reconciliation: Reconciliation,
    private readonly derived: DerivedMedia,
  ) {}

  /** How much is stored. */
  @Get('storage/stats')
  @RequireScopes(['read'])
  @ApiOperation({ summary: 'How much is stored and cached' })
  @ApiOkResponse({ type: StorageStats })
  async getStorageStats(): Promise<StorageStats> {
    return this.statistics.gather();
  }

  /** Brings the index to agree with the store. */
  @Post('storage/reindex')
  @HttpCode(200)
  @RequireScopes(['write'])
  @ApiOperation({
    summary: 'Compare the index with the store',
    description:
      'Takes note of files that were put into the store, replaced or removed by hand. It runs by itself at each start.',
  })
  @ApiOkResponse({ type: ReconciliationResult })
  async reindexStorage(): Promise<ReconciliationResult> {
    const { added, changed, removed } = await this.reconciliation.run();
    return { success: true, added, changed, removed };
  }

  /** Removes all variants. */
  @Post('storage/cache/clear')
  @HttpCode(200)
  @RequireScopes(['write'])
  @ApiOperation({ summary: 'Remove all variants' })
  @ApiOkResponse({ type: InvalidationResult })
  async clearCache(): Promise<InvalidationResult> {
    return { success: true, variantsDeleted: await this.derived.clear() };
  }

  /** Removes the variants of an asset. */
  @Delete('invalidate/*path')
  @RequireScopes(['write'])
  @ApiOperation({ summary: "Remove an asset's variants" })
  @ApiParam({ name: 'path', description: 'The asset path.', example: 'photos/a.jpg', type: String })
  @ApiOkResponse({ type: InvalidationResult })
  @Problems('invalid-path', 'unknown-asset')
  async invalidateAsset(@Req() request: Request): Promise<InvalidationResult> {
    const path = AssetPath.fromUrl(urlTail(request, '/invalidate/'));
    return { success: true, variantsDeleted: await this.derived.invalidate(path) };
  }
}
