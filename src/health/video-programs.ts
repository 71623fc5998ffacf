import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { missingVideoPrograms } from '../config/video-programs.js';

/** Says at the start when videos cannot be made; images work without, so it is a warning and no failure. */
@Injectable()
export class VideoPrograms implements OnApplicationBootstrap {
  private readonly logger = new Logger(VideoPrograms.name);

  async onApplicationBootstrap(): Promise<void> {
    for (const name of await missingVideoPrograms()) {
      this.logger.warn(
        `${name} is not installed: no video is made here until it is (Debian: apt-get install ffmpeg); images work`,
      );
    }
  }
}
