import { ListAuditEventsEvent } from '../api/model/listAuditEventsEvent';

/** What each event is called. Its type makes the compiler ask for a name when the server gets a new event. */
export const EVENT_NAMES: Readonly<Record<ListAuditEventsEvent, string>> = {
  'api_key.success': $localize`Key used`,
  'api_key.failed': $localize`Key refused`,
  'api_key.created': $localize`Key created`,
  'api_key.updated': $localize`Key changed`,
  'api_key.deleted': $localize`Key deleted`,
  'api_key.rate_limited': $localize`Key over its limit`,
  'session.success': $localize`Session used`,
  'session.rejected': $localize`Session refused`,
  'session.revoked': $localize`Session ended`,
  'sign_in.success': $localize`Signed in`,
  'sign_in.failed': $localize`Sign-in failed`,
  'sign_in.rate_limited': $localize`Too many sign-ins`,
  sign_out: $localize`Signed out`,
  'setup.completed': $localize`Set-up done`,
  'password.changed': $localize`Password changed`,
  'password.change_failed': $localize`Password change failed`,
  'upload.success': $localize`File uploaded`,
  'upload.rejected': $localize`Upload refused`,
  'asset.deleted': $localize`Asset deleted`,
  'asset.moved': $localize`Asset moved`,
  'asset.visibility_changed': $localize`Visibility changed`,
  'access.denied': $localize`Access denied`,
  'backup.success': $localize`Backup made`,
  'backup.failed': $localize`Backup failed`,
  'backup.downloaded': $localize`Backup downloaded`,
  'restore.success': $localize`Backup restored`,
};

/** Every event with its name, in the order of the names. */
export const EVENTS = Object.values(ListAuditEventsEvent)
  .map((event) => ({ event, name: EVENT_NAMES[event] }))
  .sort((one, other) => one.name.localeCompare(other.name));
