import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { HttpEventType } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { UploadQueue } from './upload-queue';

describe('UploadQueue', () => {
  let queue: UploadQueue;
  let server: HttpTestingController;
  const files = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      file: new File(['x'.repeat(100)], `${index}.jpg`),
      folder: 'a',
    }));
  const stored = { success: true, files: [{ path: 'a/0.jpg' }] };

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    queue = TestBed.inject(UploadQueue);
    server = TestBed.inject(HttpTestingController);
  });

  const open = () => server.match((request) => request.url === '/upload');

  it('sends three at once, and the next when one is done', () => {
    queue.add(files(5));
    const first = open();
    expect(first).toHaveLength(3);
    first[0]?.event({ type: HttpEventType.UploadProgress, loaded: 50, total: 100 });
    expect(queue.uploads()[0]?.percent()).toBe(50);
    first[0]?.flush(stored);
    expect(queue.uploads()[0]?.state()).toBe('done');
    expect(queue.done()).toBe(1);
    expect(open()).toHaveLength(1);
  });

  it('leaves the type of a file to the server: browsers guess it by the ending', () => {
    queue.add([{ file: new File(['x'], 'a.obj', { type: 'application/x-tgif' }), folder: '' }]);
    const [request] = open();
    const sent: unknown = request?.request.body;
    const file = sent instanceof FormData ? sent.get('files') : null;
    expect(file).toMatchObject({ name: 'a.obj', type: '', size: 1 });
  });

  it('says why a file was refused and goes on with the others', () => {
    queue.add(files(1));
    open()[0]?.flush({ success: false, files: [], errors: [{ filename: '0.jpg', error: 'No.' }] });
    expect(queue.uploads()[0]?.state()).toBe('refused');
    expect(queue.uploads()[0]?.problem()?.detail).toBe('No.');
  });

  it('keeps the key of a file when it is sent again', () => {
    queue.add(files(1));
    const [request] = open();
    const key = request?.request.headers.get('Idempotency-Key');
    const [upload] = queue.uploads();
    if (upload === undefined) throw new Error('There is no upload.');
    queue.pause(upload);
    expect(request?.cancelled).toBe(true);
    expect(queue.isPaused()).toBe(true);
    queue.resumeAll();
    expect(open()[0]?.request.headers.get('Idempotency-Key')).toBe(key);
  });

  it('waits for a server that went away, and sends the file again', async () => {
    vi.useFakeTimers();
    queue.add(files(1));
    open()[0]?.error(new ProgressEvent('error'));
    expect(queue.uploads()[0]?.state()).toBe('interrupted');
    await vi.advanceTimersByTimeAsync(1_100);
    server.expectOne('/health').error(new ProgressEvent('error'));
    await vi.advanceTimersByTimeAsync(2_100);
    server.expectOne('/health').flush({ status: 'ok' });
    await vi.advanceTimersByTimeAsync(10);
    vi.useRealTimers();
    open()[0]?.flush(stored);
    expect(queue.uploads()[0]?.state()).toBe('done');
  });
});
