import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../access/actor.js';
import type { UploadGrant } from '../../../access/upload-grant.js';
import type { AssetPath } from '../../../assets/asset-path.js';
import { DomainError } from '../../../errors/domain-error.js';
import { readFolder } from '../../naming/folder-path.js';
import type { FormLimits } from '../upload-form.js';
import { readList } from '../upload-options.js';
import { UploadSignatureUses } from './upload-signature-uses.js';

type Fields = ReadonlyMap<string, readonly string[]>;

/** What one upload may do, and how much of that it has used. */
export interface UploadPermit {
  readonly limits: FormLimits;
  /**
   * Has so many files counted before they are stored, the one that was counted at the beginning included.
   * @throws {DomainError} `signature-used-up`.
   */
  count(files: number): Promise<void>;
  /** Takes back files that were counted and have not been stored. */
  giveBack(files: number): Promise<void>;
  /**
   * The form's fields, with what the permit says in place of what they leave out.
   * @throws {DomainError} `forbidden` when they say otherwise.
   */
  restrict(fields: Fields): Fields;
  /** @throws {DomainError} `forbidden` for a place that the permit is not for. */
  checkPlace(path: AssetPath): void;
}

/** A credential of one's own allows everything that an upload can do. */
const UNRESTRICTED: UploadPermit = {
  limits: {},
  count: () => Promise.resolve(),
  giveBack: () => Promise.resolve(),
  restrict: (fields) => fields,
  checkPlace: () => undefined,
};

/** Gives uploads what their actor's credential allows. */
@Injectable()
export class UploadPermits {
  constructor(private readonly uses: UploadSignatureUses) {}

  /**
   * The permit of an upload whose body has not been read yet. Of a signature one file is counted at once, so that no more
   * bodies are received at a time than it has files left.
   * @throws {DomainError} `signature-used-up`.
   */
  async open(actor: Actor | undefined): Promise<UploadPermit> {
    if (actor?.type !== 'upload-signature') return UNRESTRICTED;
    const { grant } = actor;
    await this.uses.claim(grant, 1);
    return this.permitOf(grant);
  }

  private permitOf(grant: UploadGrant): UploadPermit {
    let counted = 1;
    return {
      limits: { files: grant.maxFiles, fileBytes: grant.maxSize },
      count: async (files) => {
        if (files > counted) await this.uses.claim(grant, files - counted);
        counted = Math.max(counted, files);
      },
      giveBack: (files) => this.uses.giveBack(grant, files),
      restrict: (fields) => restrict(fields, grant),
      checkPlace: (path) => {
        if ((path.folder?.value ?? '') !== grant.folder)
          throw new DomainError('forbidden', 'The signature is for another folder.');
      },
    };
  }
}

function restrict(fields: Fields, grant: UploadGrant): Fields {
  const { folder, visibility, transformations = [] } = grant;
  const said = (field: string) => fields.get(field)?.at(-1)?.trim() ?? '';
  const refuse = (message: string) => new DomainError('forbidden', message);
  if (said('folder') !== '' && (readFolder(said('folder'))?.value ?? '') !== folder)
    throw refuse('The signature is for another folder.');
  if (!['', 'false', '0'].includes(said('overwrite')))
    throw refuse('A signature does not allow to replace what is there.');
  if (!['', visibility ?? 'public'].includes(said('visibility')))
    throw refuse('The signature is for another visibility.');
  const wanted = readList('transformations', fields.get('transformations') ?? []);
  if (!wanted.every((transformation) => transformations.includes(transformation)))
    throw refuse('The signature is for other transformations, or for none.');
  const signed = new Map(fields).set('folder', [folder]);
  if (wanted.length === 0) signed.set('transformations', transformations);
  return visibility === undefined ? signed : signed.set('visibility', [visibility]);
}
