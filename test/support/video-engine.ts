import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mediaTypeOfExtension, type MediaType } from '../../src/assets/media-types.js';
import { DEFAULT_LIMITS } from '../../src/transform/language/limits.js';
import { parseTransformation } from '../../src/transform/language/parse.js';
import { VideoEngine, type RenderedVideo } from '../../src/transform/video/video-engine.js';
import type { VideoFacts } from '../../src/transform/video/video-facts.js';
import { testEnvironment } from './environment.js';
import { inspect, type Inspection } from './video-clips.js';

const never = new AbortController().signal;

/** The engine of videos with a directory of its own for sources and results. */
export class TestVideoEngine implements AsyncDisposable {
  private results = 0;

  private constructor(
    /** Where sources may be put; it goes with the engine. */
    readonly directory: string,
    readonly engine: VideoEngine,
  ) {}

  /** An engine under an environment of these variables. */
  static async open(variables: Readonly<Record<string, string>> = {}): Promise<TestVideoEngine> {
    const directory = await mkdtemp(join(tmpdir(), 'openinary-video-test-'));
    const environment = await testEnvironment(directory, variables);
    return new TestVideoEngine(directory, new VideoEngine(environment));
  }

  /** What the headers of a file say. */
  probe(file: string): Promise<VideoFacts> {
    return this.engine.probe({ file, mediaType: videoTypeOf(file) }, never);
  }

  /** Renders a file, and has an independent ffprobe look at the result. */
  async render(
    text: string,
    file: string,
    onProgress?: (percent: number) => void,
  ): Promise<RenderedVideo & Inspection & { readonly target: string }> {
    const target = join(this.directory, `result-${this.results++}`);
    const rendered = await this.engine.render(
      { file, mediaType: videoTypeOf(file) },
      parseTransformation(text, DEFAULT_LIMITS),
      target,
      { signal: never, ...(onProgress && { onProgress }) },
    );
    return { ...rendered, target, ...(await inspect(target)) };
  }

  /** The picture of one frame, as a file. */
  poster(text: string, file: string): Promise<string> {
    const transformation = parseTransformation(text, DEFAULT_LIMITS);
    return this.engine.poster({ file, mediaType: videoTypeOf(file) }, transformation, never);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** The type that a file's ending says. */
export function videoTypeOf(file: string): MediaType {
  const type = mediaTypeOfExtension(file.slice(file.lastIndexOf('.') + 1));
  if (type === undefined) throw new Error(`${file} has no media type.`);
  return type;
}
