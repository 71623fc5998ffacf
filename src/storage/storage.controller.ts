import { Controller, Delete, Get, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { RequireScopes } from '../access/access.decorators.js';
import { AssetPath } from '../assets/asset-path.js';
import { clientSignal } from '../http/client-signal.js';
import { Problems } from '../http/problems.decorator.js';
import { urlTail } from '../http/url-tail.js';
import { AssetDescription } from './asset-description.js';
import { AssetRemoval } from './asset-removal.js';
import { Listing } from './listing.js';
import { AssetMetadata, DeletionResult, ListQuery, StorageListing } from './storage.dto.js';

const PATH_PARAMETER = {
  name: 'path',
  description: 'The asset path, slashes included.',
  example: 'photos/harbour.jpg',
  type: String,
} as const;

/** Lists, inspects and removes assets. */
@ApiTags('Storage')
@Controller('storage')
export class StorageController {
  constructor(
    private readonly listing: Listing,
    private readonly descriptions: AssetDescription,
    private readonly removal: AssetRemoval,
  ) {}

  /** A folder's contents. */
  @Get()
  @RequireScopes(['read'])
  @ApiOperation({ summary: 'List a folder' })
  @ApiOkResponse({ type: StorageListing })
  @Problems('invalid-request', 'invalid-path', 'not-found')
  async listStorage(
    @Query() query: ListQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StorageListing> {
    return this.listing.list(query, clientSignal(response));
  }

  /** Everything known of an asset. */
  @Get('*path/metadata')
  @RequireScopes(['read'])
  @ApiOperation({ summary: "An asset's metadata" })
  @ApiParam(PATH_PARAMETER)
  @ApiOkResponse({ type: AssetMetadata })
  @Problems('invalid-path', 'unknown-asset')
  async getAssetMetadata(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AssetMetadata> {
    const path = AssetPath.fromUrl(urlTail(request, '/storage/', '/metadata'));
    return this.descriptions.describe(path, clientSignal(response));
  }

  /** Removes an asset and its variants. */
  @Delete('*path')
  @RequireScopes(['write'])
  @ApiOperation({ summary: 'Delete an asset and its variants' })
  @ApiParam(PATH_PARAMETER)
  @ApiOkResponse({ type: DeletionResult })
  @Problems('invalid-path', 'unknown-asset')
  async deleteAsset(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DeletionResult> {
    return this.removal.remove(
      AssetPath.fromUrl(urlTail(request, '/storage/')),
      clientSignal(response),
    );
  }
}
