import { Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { RequireScopes } from '../../access/access.decorators.js';
import { AssetPath } from '../../assets/asset-path.js';
import { clientSignal } from '../../http/client-signal.js';
import { Problems } from '../../http/problems.decorator.js';
import { urlTail } from '../../http/url-tail.js';
import { DerivedMedia } from './derived-media.js';
import { describeVariants } from './variant-listing.js';
import { AssetVariants, InvalidationResult } from './variants.dto.js';

const PATH_PARAMETER = {
  name: 'path',
  description: 'The asset path.',
  example: 'photos/a.jpg',
  type: String,
} as const;

/** Shows what has been made of assets, and removes it. */
@ApiTags('Storage')
@Controller()
export class VariantsController {
  constructor(private readonly derived: DerivedMedia) {}

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
