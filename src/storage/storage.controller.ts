import { Body, Controller, Delete, Get, Patch, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { RequireScopes } from '../access/access.decorators.js';
import { AssetPath } from '../assets/asset-path.js';
import { clientSignal } from '../http/client-signal.js';
import { Problems } from '../http/problems.decorator.js';
import { urlTail } from '../http/url-tail.js';
import {
  AssetChanges,
  ChangedAsset,
  CopyRequest,
  MoveRequest,
  Transfer,
} from './arranging/asset-changes.dto.js';
import { AuditedChanges } from './arranging/audited-changes.js';
import { DeleteQuery, DeletionResult } from './arranging/deletion.dto.js';
import { Duplication } from './arranging/duplication.js';
import { AssetDescription } from './listing/asset-description.js';
import { AssetMetadata } from './listing/asset-metadata.dto.js';
import { StorageListing, ListQuery } from './listing/listing.dto.js';
import { Listing } from './listing/listing.js';

const PATH_PARAMETER = {
  name: 'path',
  description: 'The path of an asset or a folder, slashes included.',
  example: 'photos/harbour.jpg',
  type: String,
} as const;

/** What can be wrong with where something is to lie. */
const ARRANGING_PROBLEMS = [
  'invalid-request',
  'invalid-path',
  'unknown-asset',
  'conflict',
  'unsupported-media-type',
] as const;

/** Lists, inspects, arranges and removes assets. */
@ApiTags('Storage')
@Controller('storage')
export class StorageController {
  constructor(
    private readonly listing: Listing,
    private readonly descriptions: AssetDescription,
    private readonly changes: AuditedChanges,
    private readonly duplication: Duplication,
  ) {}

  /** A folder's contents, or what a search finds. */
  @Get()
  @RequireScopes(['read'])
  @ApiOperation({ summary: 'List a folder, or search it' })
  @ApiOkResponse({ type: StorageListing })
  // A file that came by hand is read, and noted, when it is listed first.
  @Problems('invalid-request', 'invalid-path', 'not-found', 'unavailable', 'insufficient-storage')
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
    return this.descriptions.describe(pathOf(request, '/metadata'), clientSignal(response));
  }

  /** Changes an asset's name, visibility or tags, or a folder's name. */
  @Patch('*path')
  @RequireScopes(['write'])
  @ApiOperation({ summary: 'Rename an asset or a folder, or change visibility and tags' })
  @ApiParam(PATH_PARAMETER)
  @ApiOkResponse({ type: ChangedAsset })
  @Problems(...ARRANGING_PROBLEMS)
  async updateAsset(
    @Req() request: Request,
    @Body() body: AssetChanges,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ChangedAsset> {
    return this.changes.edit(pathOf(request), body, request, clientSignal(response));
  }

  /** Gives an asset or a folder another path. */
  @Post('*path/move')
  @RequireScopes(['write'])
  @ApiOperation({
    summary: 'Move an asset or a folder',
    description:
      'Nothing is overwritten. Variants are made again under the new path. A folder stays when a path in it would be too long.',
  })
  @ApiParam(PATH_PARAMETER)
  @ApiCreatedResponse({ type: Transfer })
  @Problems(...ARRANGING_PROBLEMS)
  async moveAsset(
    @Req() request: Request,
    @Body() { destination }: MoveRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Transfer> {
    const from = pathOf(request, '/move');
    return this.changes.move(from, destination, request, clientSignal(response));
  }

  /** Makes a second asset or folder of the same content. */
  @Post('*path/copy')
  @RequireScopes(['write'])
  @ApiOperation({
    summary: 'Copy an asset or a folder',
    description:
      'The copy has the visibility and the tags of the original. Nothing is overwritten. Of a folder whose copy fails, or is given up, nothing stays.',
  })
  @ApiParam(PATH_PARAMETER)
  @ApiCreatedResponse({ type: Transfer })
  @Problems(...ARRANGING_PROBLEMS)
  async copyAsset(
    @Req() request: Request,
    @Body() { destination }: CopyRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Transfer> {
    const copied = await this.duplication.copy(
      pathOf(request, '/copy'),
      destination,
      clientSignal(response),
    );
    return { source: copied.from.value, path: copied.to.value, fileCount: copied.files };
  }

  /** Removes an asset with its variants and jobs, or a folder. */
  @Delete('*path')
  @RequireScopes(['write'])
  @ApiOperation({ summary: 'Delete an asset or a folder, with variants and jobs' })
  @ApiParam(PATH_PARAMETER)
  @ApiOkResponse({ type: DeletionResult })
  @Problems('invalid-request', 'invalid-path', 'unknown-asset', 'conflict')
  async deleteAsset(
    @Req() request: Request,
    @Query() { recursive }: DeleteQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DeletionResult> {
    return this.changes.remove(pathOf(request), recursive, request, clientSignal(response));
  }
}

function pathOf(request: Request, suffix = ''): AssetPath {
  return AssetPath.fromUrl(urlTail(request, '/storage/', suffix).replace(/\/$/, ''));
}
