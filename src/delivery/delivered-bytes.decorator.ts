import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiParam, ApiResponse } from '@nestjs/swagger';

const BYTES = { 'image/*': {}, 'video/*': {}, 'audio/*': {}, 'model/*': {} };

const VALIDATORS = {
  ETag: { description: 'Strong, derived from the content.', schema: { type: 'string' as const } },
  'Last-Modified': {
    description:
      'When the original was stored, or a name in the URL last defined if that is later.',
    schema: { type: 'string' as const },
  },
  'Cache-Control': {
    description: 'How long the answer may be kept.',
    schema: { type: 'string' as const },
  },
};

/** Documents a route that answers with an asset's bytes, whole, in part or not at all when the client has them. */
export function DeliveredBytes(example: string): MethodDecorator {
  return applyDecorators(
    ApiParam({
      name: 'path',
      description: 'Everything behind the prefix, slashes included.',
      example,
      type: String,
    }),
    ApiHeader({
      name: 'Range',
      required: false,
      description: 'One span of bytes.',
      schema: { type: 'string' },
    }),
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: 'Validator.',
      schema: { type: 'string' },
    }),
    ApiResponse({ status: 200, description: 'The bytes.', content: BYTES, headers: VALIDATORS }),
    ApiResponse({
      status: 206,
      description: 'A part of the bytes.',
      content: BYTES,
      headers: VALIDATORS,
    }),
    ApiResponse({ status: 304, description: 'The client has them already.' }),
  );
}
