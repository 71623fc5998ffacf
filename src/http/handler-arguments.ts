import type { ExecutionContext } from '@nestjs/common';
import { RESPONSE_PASSTHROUGH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';

type Handler = Pick<ExecutionContext, 'getClass' | 'getHandler'>;

/** Whether a handler is given the body, read, as one of its arguments; others stream it or have none. */
export function takesBody(handler: Handler): boolean {
  return takes(handler, RouteParamtypes.BODY);
}

/** Whether a handler writes the answer itself; what others return is sent as JSON. */
export function writesAnswer(handler: Handler): boolean {
  if (!takes(handler, RouteParamtypes.RESPONSE)) return false;
  const { name } = handler.getHandler();
  return Reflect.getMetadata(RESPONSE_PASSTHROUGH_METADATA, handler.getClass(), name) !== true;
}

function takes(handler: Handler, type: RouteParamtypes): boolean {
  const { name } = handler.getHandler();
  const parameters: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, handler.getClass(), name);
  return Object.keys(parameters ?? {}).some((key) => key.startsWith(`${type}:`));
}
