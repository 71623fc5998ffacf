import { Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { RequireScopes } from '../../access/access.decorators.js';
import { AssetPath } from '../../assets/asset-path.js';
import { clientSignal } from '../../http/client-signal.js';
import { Problems } from '../../http/problems.decorator.js';
import { urlTail } from '../../http/url-tail.js';
import { DerivedMedia } from '../variants/derived-media.js';
import { describeVariants } from '../variants/variant-listing.js';
import { AssetVariants, InvalidationResult } from '../variants/variants.dto.js';
import { ReconciliationResult, StorageKinds, StorageStats } from './maintenance.dto.js';
import { Reconciliation } from './reconciliation.js';
import { Statistics } from './statistics.js';

const PATH_PARAMETER = {
  name: 'path',
  description: 'The asset path.',
  example: 'photos/a.jpg',
  type: String,
} as const;

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

  /** How much is stored of each kind. */
  @Get('storage/stats/kinds')
  @RequireScopes(['read'])
  @ApiOperation({
    summary: 'How much is stored of each kind',
    description: 'Counted for each answer: at a million assets it takes a tenth of a second.',
  })
  @ApiOkResponse({ type: StorageKinds })
  async getStorageKinds(): Promise<StorageKinds> {
    return { kinds: await this.statistics.kinds() };
  }

  /** What is kept of an asset's variants. */
  @Get('storage/*path/variants')
  @RequireScopes(['read'])
  @ApiOperation({
    summary: "An asset's variants and their sizes",
    description:
      'Variants on this machine, of all versions of the asset. They may be evicted at any time.',
  })
  @ApiParam(PATH_PARAMETER)
  @ApiOkResponse({ type: AssetVariants })
  @Problems('invalid-path', 'unknown-asset')
  async getAssetVariants(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AssetVariants> {
    const path = AssetPath.fromUrl(urlTail(request, '/storage/', '/variants'));
    return describeVariants(await this.derived.variantsOf(path, clientSignal(response)));
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
  @ApiParam(PATH_PARAMETER)
  @ApiOkResponse({ type: InvalidationResult })
  @Problems('invalid-path', 'unknown-asset')
  async invalidateAsset(@Req() request: Request): Promise<InvalidationResult> {
    const path = AssetPath.fromUrl(urlTail(request, '/invalidate/'));
    return { success: true, variantsDeleted: await this.derived.invalidate(path) };
  }
}
