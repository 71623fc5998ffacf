import { HttpEventType } from '@angular/common/http';
import { inject, Service } from '@angular/core';
import { Observable, tap } from 'rxjs';
import { StorageService } from '../api/storage/storage.service';
import { ProblemError } from '../problems/problem-error';
import type { Upload } from './upload';

const PROGRESS_MS = 100;

/** Sends one file; unsubscribing stops the transfer. */
@Service()
export class UploadSender {
  private readonly api = inject(StorageService);

  /** Tells of the progress in the upload itself; ends when the file is stored, or with a `ProblemError`. */
  send(upload: Upload): Observable<unknown> {
    const form = {
      files: [untyped(upload.file)],
      ...(upload.folder !== '' && { folder: upload.folder }),
    };
    let told = 0;
    upload.sent.set(0);
    return this.api
      .uploadFiles(form, undefined, {
        observe: 'events',
        reportProgress: true,
        headers: { 'Idempotency-Key': upload.key },
      })
      .pipe(
        tap((event) => {
          if (event.type === HttpEventType.UploadProgress) {
            const now = performance.now();
            if (now - told < PROGRESS_MS && event.loaded !== event.total) return;
            told = now;
            upload.sent.set(Math.min(event.loaded, upload.size));
            if (event.loaded === event.total) upload.state.set('storing');
          } else if (event.type === HttpEventType.Response) {
            const [stored] = event.body?.files ?? [];
            const [refused] = event.body?.errors ?? [];
            if (stored === undefined) throw refusal(refused?.error ?? '');
            upload.path.set(stored.path);
          }
        }),
      );
  }
}

/**
 * The file without its type: a browser guesses that by the ending and its machine's tables, of which some take a
 * model for a drawing. The server tells it by ending and bytes.
 */
function untyped(file: File): File {
  return new File([file], file.name);
}

function refusal(reason: string): ProblemError {
  return new ProblemError($localize`The file was refused`, reason, 400, 'upload-refused', '');
}
