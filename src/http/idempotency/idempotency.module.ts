import { Global, Module } from '@nestjs/common';
import { IdempotencyRecords } from './idempotency-records.js';
import { IdempotentRequests } from './idempotent-requests.js';
import { SealedAnswers } from './sealed-answers.js';

/** Does requests with a key once. */
@Global()
@Module({
  providers: [IdempotencyRecords, IdempotentRequests, SealedAnswers],
  exports: [IdempotentRequests],
})
export class IdempotencyModule {}
