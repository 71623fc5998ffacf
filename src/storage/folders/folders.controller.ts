import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { RequireScopes } from '../../access/access.decorators.js';
import { AssetPath } from '../../assets/asset-path.js';
import { clientSignal } from '../../http/client-signal.js';
import { Problems } from '../../http/problems.decorator.js';
import {
  Folder,
  FolderPage,
  FolderQuery,
  FolderSummaries,
  FolderSummaryQuery,
  NewFolder,
} from './folders.dto.js';
import { Folders } from './folders.js';

/** Makes and lists folders. */
@ApiTags('Storage')
@Controller()
export class FoldersController {
  constructor(private readonly folders: Folders) {}

  /** All folders, flat, to pick one from. */
  @Get('storage/folders')
  @RequireScopes(['read'])
  @ApiOperation({ summary: 'List all folders' })
  @ApiOkResponse({ type: FolderPage })
  @Problems('invalid-request')
  async listFolders(@Query() query: FolderQuery): Promise<FolderPage> {
    return this.folders.pick(query);
  }

  /** What lies in some folders. */
  @Get('storage/folder-summaries')
  @RequireScopes(['read'])
  @ApiOperation({ summary: 'Count and preview the contents of folders' })
  @ApiOkResponse({ type: FolderSummaries })
  @Problems('invalid-request', 'invalid-path', 'not-found')
  async summariseFolders(@Query() { paths }: FolderSummaryQuery): Promise<FolderSummaries> {
    return { summaries: await this.folders.summarise(paths) };
  }

  /** Makes an empty folder. */
  @Post('storage/folders')
  @RequireScopes(['write'])
  @ApiOperation({ summary: 'Make a folder' })
  @ApiCreatedResponse({ type: Folder })
  @Problems('invalid-request', 'invalid-path', 'conflict')
  async createFolder(
    @Body() body: NewFolder,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Folder> {
    return this.make(body, response);
  }

  /** The same under the name that uploaders know. */
  @Post('upload/createfolder')
  @RequireScopes(['write'])
  @ApiOperation({ summary: 'Make a folder to upload into' })
  @ApiCreatedResponse({ type: Folder })
  @Problems('invalid-request', 'invalid-path', 'conflict')
  async createUploadFolder(
    @Body() body: NewFolder,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Folder> {
    return this.make(body, response);
  }

  private async make({ path }: NewFolder, response: Response): Promise<Folder> {
    const folder = AssetPath.parse(path.replace(/\/$/, ''));
    await this.folders.create(folder, clientSignal(response));
    return { name: folder.name, path: folder.value, parent: folder.folder?.value ?? '' };
  }
}
