import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { DEFAULT_MARKS } from '../../../assets/index/asset-record.js';
import { mediaTypeOfContentType } from '../../../assets/media-types.js';
import { Environment } from '../../../config/environment.js';
import { DomainError } from '../../../errors/domain-error.js';
import { receiveFile, type ReceivedFile } from '../../intake/receive-file.js';
import { readFolder } from '../../naming/folder-path.js';
import { newAssetPath } from '../../naming/new-asset-path.js';
import { readTags } from '../../naming/tags.js';
import { FileReception } from '../file-reception.js';
import type { UploadedFile } from '../upload.dto.js';
import { RemoteFiles, type RemoteFile } from './remote-files.js';
import type { UrlUploadRequest } from './url-upload.dto.js';

/** Fetched at the same time: each may take as long as is allowed. */
const MOST_AT_ONCE = 16;
const RETRY_AFTER_SECONDS = 5;
const ENDING = /\.[A-Za-z0-9]{1,10}$/;

/** Stores files that are fetched from other servers. */
@Injectable()
export class UrlUpload {
  private underWay = 0;

  constructor(
    private readonly remote: RemoteFiles,
    private readonly reception: FileReception,
    private readonly environment: Environment,
  ) {}

  /** @throws {DomainError} as {@link RemoteFiles.open} and as an upload of one file; `too-busy`. */
  async receive(
    wanted: UrlUploadRequest,
    request: Request,
    signal: AbortSignal,
  ): Promise<UploadedFile> {
    const options = {
      overwrite: wanted.overwrite ?? false,
      marks: marksOf(wanted),
      transformations: wanted.transformations ?? [],
    };
    // A name that cannot be is told of before anything is fetched.
    const folder = readFolder(wanted.folder);
    newAssetPath(folder, wanted.name ?? 'name');
    const file = join(this.environment.temporaryDirectory, randomUUID());
    try {
      const received = await this.fetch(wanted, file, request, signal);
      const placeOf = () => newAssetPath(folder, received.filename);
      return await this.reception.receive(received, placeOf, options, request, signal);
    } finally {
      await rm(file, { force: true });
    }
  }

  private async fetch(
    { url, name }: UrlUploadRequest,
    file: string,
    request: Request,
    signal: AbortSignal,
  ): Promise<ReceivedFile> {
    if (this.underWay >= MOST_AT_ONCE) {
      throw new DomainError('too-busy', 'Too many files are being fetched.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    this.underWay += 1;
    try {
      return await this.fetchInTime(url, name, file, signal);
    } catch (error) {
      if (error instanceof DomainError) this.reception.reject(error, withoutQuery(url), request);
      throw error;
    } finally {
      this.underWay -= 1;
    }
  }

  private async fetchInTime(
    url: string,
    name: string | undefined,
    file: string,
    signal: AbortSignal,
  ): Promise<ReceivedFile> {
    const time = AbortSignal.timeout(this.environment.UPLOAD_URL_TIMEOUT_MS);
    const either = AbortSignal.any([signal, time]);
    try {
      const found = await this.remote.open(url, either);
      const { declaredType } = found;
      const filename = nameOf(name ?? lastSegment(url), declaredType);
      const bytes = withinLimit(found, this.environment.maxFileBytes);
      return { ...(await receiveFile(bytes, file)), filename, declaredType, tooLarge: false };
    } catch (error) {
      if (time.aborted && !signal.aborted)
        throw new DomainError('remote-failed', 'The server took too long.', { cause: error });
      throw error;
    }
  }
}

function marksOf({ visibility, tags }: UrlUploadRequest) {
  if (visibility === undefined && tags === undefined) return undefined;
  return { visibility: visibility ?? DEFAULT_MARKS.visibility, tags: readTags(tags ?? []) };
}

async function* withinLimit({ length = 0, bytes }: RemoteFile, most: number) {
  const tooLarge = () => new DomainError('too-large', 'The file is larger than is allowed.');
  if (length > most) throw tooLarge();
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > most) throw tooLarge();
    yield chunk;
  }
}

/** A name without an ending gets that of the type the server declares. */
function nameOf(name: string, declaredType: string): string {
  if (ENDING.test(name)) return name;
  const ending = mediaTypeOfContentType(declaredType)?.extensions[0];
  return ending === undefined ? name : `${name}.${ending}`;
}

function lastSegment(url: string): string {
  const segment = URL.parse(url)?.pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(segment).replaceAll('/', '_') || 'file';
  } catch {
    return 'file';
  }
}

/** What a log may hold of a URL. */
function withoutQuery(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? '' : `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
}
