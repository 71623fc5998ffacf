import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScopes } from '../../access/access.decorators.js';
import { DomainError } from '../../errors/domain-error.js';
import { Problems } from '../../http/problems.decorator.js';
import { canonicalise } from '../../transform/language/canonical.js';
import {
  NamedTransformations,
  type NamedTransformation,
} from '../../transform/named/named-transformations.js';
import { TransformationReader } from '../../transform/named/transformation-reader.js';
import {
  DeletedNamedTransformation,
  NamedTransformationDto,
  NamedTransformationList,
  NewNamedTransformation,
  TransformationName,
} from './named-transformations.dto.js';

/** Gives transformations names. */
@ApiTags('Storage')
@Controller('named-transformations')
export class NamedTransformationsController {
  constructor(
    private readonly names: NamedTransformations,
    private readonly reader: TransformationReader,
  ) {}

  /** All names, in their order. */
  @Get()
  @RequireScopes(['read'])
  @ApiOperation({ summary: 'List the named transformations' })
  @ApiOkResponse({ type: NamedTransformationList })
  listNamedTransformations(): NamedTransformationList {
    return { transformations: this.names.list().map(toDto) };
  }

  /** URLs mean the new one from now on; what browsers have kept of the old one stays with them for its time. */
  @Put(':name')
  @RequireScopes(['write'])
  @ApiOperation({
    summary: 'Give a transformation a name',
    description: 'From now on the step `t_{name}` of a URL stands for it.',
  })
  @ApiOkResponse({ type: NamedTransformationDto })
  @Problems('invalid-request', 'invalid-transformation', 'transformation-not-available', 'conflict')
  async saveNamedTransformation(
    @Param() { name }: TransformationName,
    @Body() { transformation }: NewNamedTransformation,
  ): Promise<NamedTransformationDto> {
    const canonical = canonicalise(this.reader.parseForName(transformation));
    return toDto(await this.names.save(name, canonical));
  }

  /** URLs that call it are answered 400 from now on. */
  @Delete(':name')
  @RequireScopes(['write'])
  @ApiOperation({ summary: 'Delete a named transformation' })
  @ApiOkResponse({ type: DeletedNamedTransformation })
  @Problems('invalid-request', 'not-found')
  async deleteNamedTransformation(
    @Param() { name }: TransformationName,
  ): Promise<DeletedNamedTransformation> {
    if (!(await this.names.delete(name))) {
      throw new DomainError('not-found', 'There is no transformation of that name.');
    }
    return { success: true, message: 'The name is deleted.' };
  }
}

function toDto({ name, transformation, updatedAt }: NamedTransformation): NamedTransformationDto {
  return { name, transformation, updatedAt: updatedAt.toISOString() };
}
