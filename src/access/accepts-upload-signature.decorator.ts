import { applyDecorators } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExtension, ApiQuery } from '@nestjs/swagger';

/** Marks a route that an upload signature opens in place of a key or a session. */
export const UploadSignatureAccepted = Reflector.createDecorator<undefined, true>({
  transform: () => true,
});

/** Lets an upload signature open a route, and says so in the document. */
export function AcceptsUploadSignature(): MethodDecorator {
  return applyDecorators(
    UploadSignatureAccepted(),
    ApiExtension('x-upload-signature', true),
    ApiQuery({
      name: 'signature',
      required: false,
      schema: { type: 'string', maxLength: 4140 },
      description:
        'An upload signature, for a form without a script. What can set headers sends `X-Upload-Signature` instead.',
    }),
  );
}
