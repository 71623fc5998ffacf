import { ApiAcceptedResponse } from '@nestjs/swagger';
import type { Response } from 'express';
import type { VideoNotReady } from './video-answers.js';
import { PendingVideo } from './video-status.dto.js';

/** Documents that a route may answer 202: the video is being made. */
export function AnswersPendingVideo(): MethodDecorator {
  return ApiAcceptedResponse({
    type: PendingVideo,
    description: 'The video is being made.',
    headers: {
      'Retry-After': {
        description: 'Seconds after which to ask again.',
        schema: { type: 'integer' },
      },
    },
  });
}

/** Answers 202: the video is being made. */
export function sendNotReady(response: Response, { body, retryAfterSeconds }: VideoNotReady): void {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Retry-After', retryAfterSeconds);
  response.status(202).json(body);
}
