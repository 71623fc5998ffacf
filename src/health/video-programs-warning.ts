import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { missingVideoPrograms } from '../process/missing-video-programs.js';

/** Says at the start when videos cannot be made; images work without, so it is a warning and no failure. */
@Injectable()
export class VideoProgramsWarning implements OnApplicationBootstrap {
  private readonly logger = new Logger(VideoProgramsWarning.name);

  async onApplicationBootstrap(): Promise<void> {
    for (const name of await missingVideoPrograms()) {
      this.logger.warn(
        `${name} is not installed: no video is made here until it is (Debian: apt-get install ffmpeg); images work`,
      );
    }
  }
}
