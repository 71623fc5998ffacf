import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Public } from '../../access/access.decorators.js';
import { AuditLog } from '../../access/audit.js';
import { DomainError } from '../../errors/domain-error.js';
import { Problems } from '../../http/problems.decorator.js';
import { TrustedOrigins } from '../accounts/trusted-origins.js';
import { Accounts } from './accounts.js';
import { Setup, SetupDone, SetupState } from './setup.dto.js';

/** Makes the first administrator, once. */
@ApiTags('Sessions')
@Public()
@Controller('api/setup')
export class SetupController {
  constructor(
    private readonly accounts: Accounts,
    private readonly origins: TrustedOrigins,
    private readonly audit: AuditLog,
  ) {}

  /** Whether the first administrator has been made. */
  @Get()
  @ApiOperation({ summary: 'Whether the set-up is done' })
  @ApiOkResponse({ type: SetupState })
  async getSetup(): Promise<SetupState> {
    return { setupComplete: await this.accounts.isSetUp() };
  }

  /** Makes the first administrator; whoever comes later, or at the same time, is told that it is done. */
  @Post()
  @ApiOperation({ summary: 'Make the first administrator' })
  @ApiCreatedResponse({ type: SetupDone })
  @Problems('invalid-request', 'forbidden', 'setup-complete', 'too-busy')
  async setUp(@Body() body: Setup, @Req() request: Request): Promise<SetupDone> {
    if (this.origins.isForeign(request)) {
      throw new DomainError('forbidden', 'The set-up must come from a page of a trusted origin.');
    }
    const user = await this.accounts.setUp(body);
    if (user === undefined)
      throw new DomainError('setup-complete', 'The administrator exists; sign in.');
    const actor = { type: 'user', id: user.id, name: user.name } as const;
    this.audit.record({ event: 'setup.completed', outcome: 'success', actor }, request);
    return { setupComplete: true, user };
  }
}
