import type { RunningServer } from './server.ts';

/** A file of a form. */
export interface FormFile {
  readonly name: string;
  readonly content: Uint8Array | string;
  readonly type?: string;
}

/** What the server says of an upload, or of its failure. */
export interface UploadAnswer {
  readonly status: number;
  readonly body: {
    readonly success?: boolean;
    readonly detail?: string;
    readonly type?: string;
    readonly files?: readonly {
      readonly path: string;
      readonly version: string;
      readonly url: string;
      readonly width?: number;
      readonly height?: number;
      readonly size: number;
      readonly prewarmedUrls?: readonly string[];
      readonly prewarmErrors?: readonly {
        readonly transformation: string;
        readonly error: string;
      }[];
    }[];
    readonly errors?: readonly Readonly<Record<string, string>>[];
  };
}

/** Uploads files with the server's key. */
export async function upload(
  server: Pick<RunningServer, 'url' | 'key'>,
  files: readonly FormFile[],
  fields: Readonly<Record<string, string | readonly string[]>> = {},
): Promise<UploadAnswer> {
  const form = new FormData();
  for (const { name, content, type = '' } of files) {
    const bytes = typeof content === 'string' ? content : new Uint8Array(content);
    form.append('files', new Blob([bytes], { type }), name);
  }
  for (const [field, value] of Object.entries(fields)) {
    for (const item of [value].flat()) form.append(field, item);
  }
  const response = await fetch(`${server.url}/upload`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${server.key}` },
    body: form,
  });
  return { status: response.status, body: (await response.json()) as UploadAnswer['body'] };
}
