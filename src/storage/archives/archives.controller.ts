import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { create as contentDisposition } from 'content-disposition';
import type { Request, Response } from 'express';
import { RequireScopes } from '../../access/access.decorators.js';
import { AssetPath } from '../../assets/asset-path.js';
import { clientSignal } from '../../http/client-signal.js';
import { Problems } from '../../http/problems.decorator.js';
import { urlTail } from '../../http/url-tail.js';
import { ArchiveEntries, type Selected } from './archive-entries.js';
import { ArchiveRequest } from './archives.dto.js';
import { Archives } from './archives.js';

const ZIP = { 'application/zip': { schema: { type: 'string', format: 'binary' } } } as const;

/** Hands out many assets as one file. */
@ApiTags('Storage')
@RequireScopes(['read'])
@Controller()
export class ArchivesController {
  constructor(
    private readonly entries: ArchiveEntries,
    private readonly archives: Archives,
  ) {}

  /** A selection as a ZIP. */
  @Post('download-zip')
  @HttpCode(200)
  @ApiOperation({ summary: 'Download assets and folders as a ZIP' })
  @ApiOkResponse({ description: 'The archive, made while it is sent.', content: ZIP })
  @Problems('invalid-request', 'invalid-path', 'unknown-asset', 'too-busy')
  async downloadZip(@Body() { paths }: ArchiveRequest, @Res() response: Response): Promise<void> {
    const wanted = paths.map((path) => AssetPath.parse(path.replace(/\/$/, '')));
    const selected = await this.entries.select(wanted);
    await this.send(selected, undefined, 'assets.zip', response);
  }

  /** A folder as a ZIP. */
  @Get('download-folder/*path')
  @ApiOperation({ summary: 'Download a folder as a ZIP' })
  @ApiParam({ name: 'path', description: "The folder's path.", example: 'photos', type: String })
  @ApiOkResponse({ description: 'The archive, made while it is sent.', content: ZIP })
  @Problems('invalid-path', 'unknown-asset', 'too-busy')
  async downloadFolder(@Req() request: Request, @Res() response: Response): Promise<void> {
    const tail = urlTail(request, '/download-folder/').replace(/\/$/, '');
    const folder = AssetPath.fromUrl(tail);
    const selected = await this.entries.select([folder]);
    await this.send(selected, folder.folder, `${folder.name}.zip`, response);
  }

  private async send(
    selected: readonly Selected[],
    base: AssetPath | undefined,
    name: string,
    response: Response,
  ): Promise<void> {
    response.setHeader('Content-Type', 'application/zip');
    response.setHeader('Content-Disposition', contentDisposition(name));
    response.setHeader('Cache-Control', 'no-store');
    if (response.req.method === 'HEAD') {
      response.end();
      return;
    }
    const signal = clientSignal(response);
    try {
      await this.archives.send(this.entries.of(selected, base), response, signal);
    } catch (error) {
      // The client went away in mid-answer: nobody is left to tell.
      if (!signal.aborted) throw error;
    }
  }
}
