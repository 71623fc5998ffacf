import type { Response } from 'express';
import type { VideoNotReady } from './video-answers.js';

/** Answers 202: the video is being made. */
export function sendNotReady(response: Response, { body, retryAfterSeconds }: VideoNotReady): void {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Retry-After', retryAfterSeconds);
  response.status(202).json(body);
}
