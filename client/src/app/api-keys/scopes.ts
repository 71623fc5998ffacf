import { ApiKeyDtoScopesItem } from '../api/model/apiKeyDtoScopesItem';

/** What a key may do. */
export type Scope = ApiKeyDtoScopesItem;

/** Every scope, with what it allows in a line. */
export const SCOPES: readonly { readonly scope: Scope; readonly allows: string }[] = [
  { scope: ApiKeyDtoScopesItem.read, allows: $localize`List, inspect and download assets` },
  { scope: ApiKeyDtoScopesItem.write, allows: $localize`Upload, move and delete assets, run jobs` },
  { scope: ApiKeyDtoScopesItem.admin, allows: $localize`Manage keys, see activity, run backups` },
];
