import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { findProgram } from '../config/installed-program.js';

const PROGRAMS = ['ffmpeg', 'ffprobe'];

/** Says at the start when videos cannot be made; images work without, so it is a warning and no failure. */
@Injectable()
export class VideoPrograms implements OnApplicationBootstrap {
  private readonly logger = new Logger(VideoPrograms.name);

  async onApplicationBootstrap(): Promise<void> {
    for (const name of PROGRAMS) {
      if ((await findProgram(name)) !== undefined) continue;
      this.logger.warn(
        `${name} is not installed: videos are refused until it is (Debian: apt-get install ffmpeg); images work`,
      );
    }
  }
}
