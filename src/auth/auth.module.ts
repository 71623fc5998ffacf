import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuditLog } from '../access/audit.js';
import { Authenticator } from '../access/authenticator.js';
import { CredentialLimits } from '../access/credential-limits.js';
import { StartMessages } from '../access/start-messages.js';
import { Environment } from '../config/environment.js';
import { Secrets } from '../config/secrets.js';
import { ActorThrottlerGuard } from '../http/rate-limit/actor-throttler.guard.js';
import { RateLimitModule } from '../http/rate-limit/rate-limit.module.js';
import { AuthenticationGuard } from './guards/authentication.guard.js';
import { ScopeGuard } from './guards/scope.guard.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditStore } from './audit/audit-store.js';
import { RecordedAuditLog } from './audit/recorded-audit-log.js';
import { BackupMetrics } from './backups/backup-metrics.js';
import { Backups } from './backups/backups.js';
import { BackupsController } from './backups/backups.controller.js';
import { DatabaseHealthController } from './accounts/database-health.controller.js';
import { DatabaseInspection } from './accounts/database-inspection.js';
import { AuthDatabase } from './accounts/auth-database.js';
import { AuthServer } from './accounts/auth-server.js';
import { TrustedOrigins } from './accounts/trusted-origins.js';
import { ApiKeyReader } from './credentials/api-key.reader.js';
import { Credentials } from './credentials/credentials.js';
import { SessionReader } from './credentials/session.reader.js';
import { UploadSignatureReader } from './credentials/upload-signature.reader.js';
import { ApiKeys } from './keys/api-keys.js';
import { KeyLookup } from './keys/key-lookup.js';
import { KeyUse } from './keys/key-use.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { Sessions } from './sessions/sessions.js';
import { SignIn } from './sessions/sign-in.js';
import { Accounts } from './setup/accounts.js';
import { FirstStart } from './setup/first-start.js';
import { SetupController } from './setup/setup.controller.js';

/** Accounts, sessions and keys, and the guard in front of every route. */
@Global()
@Module({
  imports: [RateLimitModule],
  controllers: [
    SessionsController,
    SetupController,
    AuditController,
    BackupsController,
    DatabaseHealthController,
  ],
  providers: [
    AuthDatabase,
    AuditStore,
    { provide: AuditLog, useClass: RecordedAuditLog },
    PasswordHasher,
    TrustedOrigins,
    {
      provide: AuthServer,
      inject: [Environment, Secrets, AuthDatabase, PasswordHasher],
      useFactory: (
        environment: Environment,
        secrets: Secrets,
        database: AuthDatabase,
        hasher: PasswordHasher,
      ) => AuthServer.start({ environment, secrets, database, hasher }),
    },
    DatabaseInspection,
    Backups,
    BackupMetrics,
    KeyLookup,
    KeyUse,
    ApiKeys,
    ApiKeyReader,
    SessionReader,
    UploadSignatureReader,
    Credentials,
    { provide: Authenticator, useExisting: Credentials },
    SignIn,
    Sessions,
    Accounts,
    FirstStart,
    { provide: StartMessages, useExisting: FirstStart },
    ActorThrottlerGuard,
    { provide: CredentialLimits, useExisting: ActorThrottlerGuard },
    // In this order: who asks, whether too often, whether they may. What is refused counts, too.
    { provide: APP_GUARD, useClass: AuthenticationGuard },
    { provide: APP_GUARD, useExisting: ActorThrottlerGuard },
    { provide: APP_GUARD, useClass: ScopeGuard },
  ],
  exports: [ApiKeys, AuditLog, Authenticator, CredentialLimits],
})
export class AuthModule {}
