import {
  HttpClient
} from '@angular/common/http';
import type {
  HttpContext,
  HttpEvent,
  HttpParams
} from '@angular/common/http';

import {
  Injectable,
  inject
} from '@angular/core';

import type {
  Observable
} from 'rxjs';

import type {
  ArchiveRequest,
  AssetChanges,
  AssetMetadata,
  AssetVariants,
  ChangedAsset,
  CopyRequest,
  DeleteAssetParams,
  DeletedNamedTransformation,
  DeletionResult,
  Folder,
  FolderPage,
  FolderSummaries,
  InvalidationResult,
  ListFoldersParams,
  ListStorageParams,
  MoveRequest,
  NamedTransformationDto,
  NamedTransformationList,
  NewFolder,
  NewNamedTransformation,
  ReconciliationResult,
  SignedUpload,
  StorageKinds,
  StorageListing,
  StorageStats,
  SummariseFoldersParams,
  Transfer,
  UploadFilesParams,
  UploadForm,
  UploadResult,
  UploadSignRequest,
  UrlUploadRequest
} from '../model';

import type {
  HttpHeaders,
  HttpResponse as AngularHttpResponse
} from '@angular/common/http';



interface HttpClientOptions {
  readonly headers?: HttpHeaders | Record<string, string | string[]>;
  readonly context?: HttpContext;
  readonly params?:
        | HttpParams
      | Record<string, string | number | boolean | Array<string | number | boolean>>;
  readonly reportProgress?: boolean;
  readonly withCredentials?: boolean;
  readonly credentials?: RequestCredentials;
  readonly keepalive?: boolean;
  readonly priority?: RequestPriority;
  readonly cache?: RequestCache;
  readonly mode?: RequestMode;
  readonly redirect?: RequestRedirect;
  readonly referrer?: string;
  readonly integrity?: string;
  readonly referrerPolicy?: ReferrerPolicy;
  readonly transferCache?: {includeHeaders?: string[]} | boolean;
  readonly timeout?: number;
}

type HttpClientBodyOptions = HttpClientOptions & {
  readonly observe?: 'body';
};

type HttpClientEventOptions = HttpClientOptions & {
  readonly observe: 'events';
};

type HttpClientResponseOptions = HttpClientOptions & {
  readonly observe: 'response';
};

type HttpClientObserveOptions = HttpClientOptions & {
  readonly observe?: 'body' | 'events' | 'response';
};

type AngularHttpParamValue = string | number | boolean | Array<string | number | boolean>;
type AngularHttpParamValueWithNullable = AngularHttpParamValue | null;

function filterParams(
  params: Record<string, unknown>,
  requiredNullableKeys?: ReadonlySet<string>,
  preserveRequiredNullables?: false,
  passthroughKeys?: undefined,
): Record<string, AngularHttpParamValue>;
function filterParams(
  params: Record<string, unknown>,
  requiredNullableKeys: ReadonlySet<string> | undefined,
  preserveRequiredNullables: true,
  passthroughKeys?: undefined,
): Record<string, AngularHttpParamValueWithNullable>;
function filterParams(
  params: Record<string, unknown>,
  requiredNullableKeys: ReadonlySet<string> | undefined,
  preserveRequiredNullables: boolean | undefined,
  passthroughKeys: ReadonlySet<string>,
): Record<string, unknown>;
function filterParams(
  params: Record<string, unknown>,
  requiredNullableKeys: ReadonlySet<string> = new Set(),
  preserveRequiredNullables = false,
  passthroughKeys: ReadonlySet<string> = new Set(),
): Record<string, unknown> {
  const filteredParams: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(params)) {
    if (passthroughKeys.has(key)) {
      if (value !== undefined) {
        filteredParams[key] = value;
      }
      continue;
    }
    if (Array.isArray(value)) {
      const filtered = value
        .filter(
          (item) =>
            item != null &&
            (typeof item === 'string' ||
              typeof item === 'number' ||
              typeof item === 'boolean' ||
              (item instanceof Date && !Number.isNaN(item.getTime()))),
        )
        .map((item) =>
          item instanceof Date ? item.toISOString() : item,
        ) as Array<string | number | boolean>;
      if (filtered.length) {
        filteredParams[key] = filtered;
      }
    } else if (value === null && requiredNullableKeys.has(key)) {
      // With a paramsSerializer (preserveRequiredNullables) the literal null
      // is passed through for it to consume; without one, emit an empty
      // string so the required key still reaches the wire as `?key=`
      // instead of being silently dropped. See #3712.
      filteredParams[key] = preserveRequiredNullables ? null : '';
    } else if (value instanceof Date && !Number.isNaN(value.getTime())) {
      // useDates produces Date query params; serialize to ISO so they reach
      // the wire instead of being dropped by the primitive check below. See #3856.
      filteredParams[key] = value.toISOString();
    } else if (
      value != null &&
      (typeof value === 'string' ||
        typeof value === 'number' ||
        typeof value === 'boolean')
    ) {
      filteredParams[key] = value;
    }
  }
  return filteredParams;
}





@Injectable({ providedIn: 'root' })
export class StorageService {
  private readonly http = inject(HttpClient);
/**
 * Files are streamed to the store. Each one is stored or refused by itself, with its reason. With an upload signature (`POST /upload/sign`) the files go to its folder; `overwrite`, another folder, another visibility and other transformations are refused.
 * @summary Upload files
 */
 uploadFiles<TData = UploadResult>(uploadForm: UploadForm,
    params?: UploadFilesParams, options?: HttpClientBodyOptions): Observable<TData>;
 uploadFiles<TData = UploadResult>(uploadForm: UploadForm,
    params?: UploadFilesParams, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 uploadFiles<TData = UploadResult>(uploadForm: UploadForm,
    params?: UploadFilesParams, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  uploadFiles<TData = UploadResult>(
    uploadForm: UploadForm,
    params?: UploadFilesParams, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {const formData = new FormData();
uploadForm.files.forEach(value => formData.append(`files`, value));
if(uploadForm.folder !== undefined) {
 formData.append(`folder`, uploadForm.folder);
 }
if(uploadForm.names !== undefined) {
 uploadForm.names.forEach(value => formData.append(`names`, value));
 }
if(uploadForm.transformations !== undefined) {
 uploadForm.transformations.forEach(value => formData.append(`transformations`, value));
 }
if(uploadForm.overwrite !== undefined) {
 formData.append(`overwrite`, uploadForm.overwrite.toString())
 }
if(uploadForm.visibility !== undefined) {
 formData.append(`visibility`, uploadForm.visibility);
 }
if(uploadForm.tags !== undefined) {
 uploadForm.tags.forEach(value => formData.append(`tags`, value));
 }

    const filteredParams = filterParams({...params, ...options?.params}, new Set<string>([]));

    if (options?.observe === 'events') {
      return this.http.post<TData>(
      `/upload`,
      formData,{
    ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
        params: filteredParams,}
    );
    }

    if (options?.observe === 'response') {
      return this.http.post<TData>(
      `/upload`,
      formData,{
    ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
        params: filteredParams,}
    );
    }

    return this.http.post<TData>(
      `/upload`,
      formData,{
    ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
        params: filteredParams,}
    );
  }
/**
 * The signature is for one folder, for so many files of such a size, and until it expires. It is readable, but nothing in it can be changed.
 * @summary Sign uploads from a browser
 */
 signUpload<TData = SignedUpload>(uploadSignRequest: UploadSignRequest, options?: HttpClientBodyOptions): Observable<TData>;
 signUpload<TData = SignedUpload>(uploadSignRequest: UploadSignRequest, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 signUpload<TData = SignedUpload>(uploadSignRequest: UploadSignRequest, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  signUpload<TData = SignedUpload>(
    uploadSignRequest: UploadSignRequest, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.post<TData>(
      `/upload/sign`,
      uploadSignRequest,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.post<TData>(
      `/upload/sign`,
      uploadSignRequest,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.post<TData>(
      `/upload/sign`,
      uploadSignRequest,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Only public addresses are fetched from, checked after the name has been resolved and again at each redirect (5 at most); the operator may allow further networks. Type, size and content are judged as of any upload.
 * @summary Upload from a URL
 */
 uploadFromUrl<TData = UploadResult>(urlUploadRequest: UrlUploadRequest, options?: HttpClientBodyOptions): Observable<TData>;
 uploadFromUrl<TData = UploadResult>(urlUploadRequest: UrlUploadRequest, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 uploadFromUrl<TData = UploadResult>(urlUploadRequest: UrlUploadRequest, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  uploadFromUrl<TData = UploadResult>(
    urlUploadRequest: UrlUploadRequest, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.post<TData>(
      `/upload/url`,
      urlUploadRequest,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.post<TData>(
      `/upload/url`,
      urlUploadRequest,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.post<TData>(
      `/upload/url`,
      urlUploadRequest,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * A selection as a ZIP.
 * @summary Download assets and folders as a ZIP
 */
 downloadZip(archiveRequest: ArchiveRequest, options?: HttpClientBodyOptions): Observable<Blob>;
 downloadZip(archiveRequest: ArchiveRequest, options?: HttpClientEventOptions): Observable<HttpEvent<Blob>>;
 downloadZip(archiveRequest: ArchiveRequest, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<Blob>>;
  downloadZip(
    archiveRequest: ArchiveRequest, options?: HttpClientObserveOptions): Observable<Blob | HttpEvent<Blob> | AngularHttpResponse<Blob>> {
    if (options?.observe === 'events') {
      return this.http.post(
      `/download-zip`,
      archiveRequest,{
        responseType: 'blob',
    ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',}
    ) as Observable<HttpEvent<Blob>>;
    }

    if (options?.observe === 'response') {
      return this.http.post(
      `/download-zip`,
      archiveRequest,{
        responseType: 'blob',
    ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',}
    ) as Observable<AngularHttpResponse<Blob>>;
    }

    return this.http.post(
      `/download-zip`,
      archiveRequest,{
        responseType: 'blob',
    ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',}
    ) as Observable<Blob>;
  }
/**
 * All folders, flat, to pick one from.
 * @summary List all folders
 */
 listFolders<TData = FolderPage>(params?: ListFoldersParams, options?: HttpClientBodyOptions): Observable<TData>;
 listFolders<TData = FolderPage>(params?: ListFoldersParams, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 listFolders<TData = FolderPage>(params?: ListFoldersParams, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  listFolders<TData = FolderPage>(
    params?: ListFoldersParams, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    const filteredParams = filterParams({...params, ...options?.params}, new Set<string>([]));

    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/storage/folders`,{
    ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
        params: filteredParams,}
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/storage/folders`,{
    ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
        params: filteredParams,}
    );
    }

    return this.http.get<TData>(
      `/storage/folders`,{
    ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
        params: filteredParams,}
    );
  }
/**
 * Makes an empty folder.
 * @summary Make a folder
 */
 createFolder<TData = Folder>(newFolder: NewFolder, options?: HttpClientBodyOptions): Observable<TData>;
 createFolder<TData = Folder>(newFolder: NewFolder, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 createFolder<TData = Folder>(newFolder: NewFolder, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  createFolder<TData = Folder>(
    newFolder: NewFolder, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.post<TData>(
      `/storage/folders`,
      newFolder,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.post<TData>(
      `/storage/folders`,
      newFolder,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.post<TData>(
      `/storage/folders`,
      newFolder,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * What lies in some folders.
 * @summary Count and preview the contents of folders
 */
 summariseFolders<TData = FolderSummaries>(params: SummariseFoldersParams, options?: HttpClientBodyOptions): Observable<TData>;
 summariseFolders<TData = FolderSummaries>(params: SummariseFoldersParams, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 summariseFolders<TData = FolderSummaries>(params: SummariseFoldersParams, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  summariseFolders<TData = FolderSummaries>(
    params: SummariseFoldersParams, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    const filteredParams = filterParams({...params, ...options?.params}, new Set<string>([]));

    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/storage/folder-summaries`,{
    ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
        params: filteredParams,}
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/storage/folder-summaries`,{
    ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
        params: filteredParams,}
    );
    }

    return this.http.get<TData>(
      `/storage/folder-summaries`,{
    ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
        params: filteredParams,}
    );
  }
/**
 * The same under the name that uploaders know.
 * @summary Make a folder to upload into
 */
 createUploadFolder<TData = Folder>(newFolder: NewFolder, options?: HttpClientBodyOptions): Observable<TData>;
 createUploadFolder<TData = Folder>(newFolder: NewFolder, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 createUploadFolder<TData = Folder>(newFolder: NewFolder, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  createUploadFolder<TData = Folder>(
    newFolder: NewFolder, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.post<TData>(
      `/upload/createfolder`,
      newFolder,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.post<TData>(
      `/upload/createfolder`,
      newFolder,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.post<TData>(
      `/upload/createfolder`,
      newFolder,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * How much is stored.
 * @summary How much is stored and cached
 */
 getStorageStats<TData = StorageStats>( options?: HttpClientBodyOptions): Observable<TData>;
 getStorageStats<TData = StorageStats>( options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 getStorageStats<TData = StorageStats>( options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  getStorageStats<TData = StorageStats>(
     options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/storage/stats`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/storage/stats`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.get<TData>(
      `/storage/stats`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Counted for each answer: at a million assets it takes a tenth of a second.
 * @summary How much is stored of each kind
 */
 getStorageKinds<TData = StorageKinds>( options?: HttpClientBodyOptions): Observable<TData>;
 getStorageKinds<TData = StorageKinds>( options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 getStorageKinds<TData = StorageKinds>( options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  getStorageKinds<TData = StorageKinds>(
     options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/storage/stats/kinds`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/storage/stats/kinds`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.get<TData>(
      `/storage/stats/kinds`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Takes note of files that were put into the store, replaced or removed by hand. It runs by itself at each start.
 * @summary Compare the index with the store
 */
 reindexStorage<TData = ReconciliationResult>( options?: HttpClientBodyOptions): Observable<TData>;
 reindexStorage<TData = ReconciliationResult>( options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 reindexStorage<TData = ReconciliationResult>( options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  reindexStorage<TData = ReconciliationResult>(
     options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.post<TData>(
      `/storage/reindex`,
      undefined,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.post<TData>(
      `/storage/reindex`,
      undefined,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.post<TData>(
      `/storage/reindex`,
      undefined,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * All names, in their order.
 * @summary List the named transformations
 */
 listNamedTransformations<TData = NamedTransformationList>( options?: HttpClientBodyOptions): Observable<TData>;
 listNamedTransformations<TData = NamedTransformationList>( options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 listNamedTransformations<TData = NamedTransformationList>( options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  listNamedTransformations<TData = NamedTransformationList>(
     options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/named-transformations`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/named-transformations`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.get<TData>(
      `/named-transformations`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * From now on the step `t_{name}` of a URL stands for it.
 * @summary Give a transformation a name
 */
 saveNamedTransformation<TData = NamedTransformationDto>(name: string,
    newNamedTransformation: NewNamedTransformation, options?: HttpClientBodyOptions): Observable<TData>;
 saveNamedTransformation<TData = NamedTransformationDto>(name: string,
    newNamedTransformation: NewNamedTransformation, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 saveNamedTransformation<TData = NamedTransformationDto>(name: string,
    newNamedTransformation: NewNamedTransformation, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  saveNamedTransformation<TData = NamedTransformationDto>(
    name: string,
    newNamedTransformation: NewNamedTransformation, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.put<TData>(
      `/named-transformations/${name}`,
      newNamedTransformation,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.put<TData>(
      `/named-transformations/${name}`,
      newNamedTransformation,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.put<TData>(
      `/named-transformations/${name}`,
      newNamedTransformation,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * URLs that call it are answered 400 from now on.
 * @summary Delete a named transformation
 */
 deleteNamedTransformation<TData = DeletedNamedTransformation>(name: string, options?: HttpClientBodyOptions): Observable<TData>;
 deleteNamedTransformation<TData = DeletedNamedTransformation>(name: string, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 deleteNamedTransformation<TData = DeletedNamedTransformation>(name: string, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  deleteNamedTransformation<TData = DeletedNamedTransformation>(
    name: string, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.delete<TData>(
      `/named-transformations/${name}`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.delete<TData>(
      `/named-transformations/${name}`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.delete<TData>(
      `/named-transformations/${name}`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Variants on this machine, of all versions of the asset. They may be evicted at any time.
 * @summary An asset's variants and their sizes
 */
 getAssetVariants<TData = AssetVariants>(path: string, options?: HttpClientBodyOptions): Observable<TData>;
 getAssetVariants<TData = AssetVariants>(path: string, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 getAssetVariants<TData = AssetVariants>(path: string, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  getAssetVariants<TData = AssetVariants>(
    path: string, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/storage/${path}/variants`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/storage/${path}/variants`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.get<TData>(
      `/storage/${path}/variants`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Removes all variants.
 * @summary Remove all variants
 */
 clearCache<TData = InvalidationResult>( options?: HttpClientBodyOptions): Observable<TData>;
 clearCache<TData = InvalidationResult>( options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 clearCache<TData = InvalidationResult>( options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  clearCache<TData = InvalidationResult>(
     options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.post<TData>(
      `/storage/cache/clear`,
      undefined,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.post<TData>(
      `/storage/cache/clear`,
      undefined,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.post<TData>(
      `/storage/cache/clear`,
      undefined,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Removes the variants of an asset.
 * @summary Remove an asset's variants
 */
 invalidateAsset<TData = InvalidationResult>(path: string, options?: HttpClientBodyOptions): Observable<TData>;
 invalidateAsset<TData = InvalidationResult>(path: string, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 invalidateAsset<TData = InvalidationResult>(path: string, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  invalidateAsset<TData = InvalidationResult>(
    path: string, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.delete<TData>(
      `/invalidate/${path}`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.delete<TData>(
      `/invalidate/${path}`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.delete<TData>(
      `/invalidate/${path}`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * A folder's contents, or what a search finds.
 * @summary List a folder, or search it
 */
 listStorage<TData = StorageListing>(params?: ListStorageParams, options?: HttpClientBodyOptions): Observable<TData>;
 listStorage<TData = StorageListing>(params?: ListStorageParams, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 listStorage<TData = StorageListing>(params?: ListStorageParams, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  listStorage<TData = StorageListing>(
    params?: ListStorageParams, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    const filteredParams = filterParams({...params, ...options?.params}, new Set<string>([]));

    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/storage`,{
    ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
        params: filteredParams,}
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/storage`,{
    ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
        params: filteredParams,}
    );
    }

    return this.http.get<TData>(
      `/storage`,{
    ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
        params: filteredParams,}
    );
  }
/**
 * Everything known of an asset.
 * @summary An asset's metadata
 */
 getAssetMetadata<TData = AssetMetadata>(path: string, options?: HttpClientBodyOptions): Observable<TData>;
 getAssetMetadata<TData = AssetMetadata>(path: string, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 getAssetMetadata<TData = AssetMetadata>(path: string, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  getAssetMetadata<TData = AssetMetadata>(
    path: string, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/storage/${path}/metadata`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/storage/${path}/metadata`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.get<TData>(
      `/storage/${path}/metadata`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Changes an asset's name, visibility or tags, or a folder's name.
 * @summary Rename an asset or a folder, or change visibility and tags
 */
 updateAsset<TData = ChangedAsset>(path: string,
    assetChanges: AssetChanges, options?: HttpClientBodyOptions): Observable<TData>;
 updateAsset<TData = ChangedAsset>(path: string,
    assetChanges: AssetChanges, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 updateAsset<TData = ChangedAsset>(path: string,
    assetChanges: AssetChanges, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  updateAsset<TData = ChangedAsset>(
    path: string,
    assetChanges: AssetChanges, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.patch<TData>(
      `/storage/${path}`,
      assetChanges,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.patch<TData>(
      `/storage/${path}`,
      assetChanges,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.patch<TData>(
      `/storage/${path}`,
      assetChanges,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Removes an asset with its variants and jobs, or a folder.
 * @summary Delete an asset or a folder, with variants and jobs
 */
 deleteAsset<TData = DeletionResult>(path: string,
    params?: DeleteAssetParams, options?: HttpClientBodyOptions): Observable<TData>;
 deleteAsset<TData = DeletionResult>(path: string,
    params?: DeleteAssetParams, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 deleteAsset<TData = DeletionResult>(path: string,
    params?: DeleteAssetParams, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  deleteAsset<TData = DeletionResult>(
    path: string,
    params?: DeleteAssetParams, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    const filteredParams = filterParams({...params, ...options?.params}, new Set<string>([]));

    if (options?.observe === 'events') {
      return this.http.delete<TData>(
      `/storage/${path}`,{
    ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
        params: filteredParams,}
    );
    }

    if (options?.observe === 'response') {
      return this.http.delete<TData>(
      `/storage/${path}`,{
    ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
        params: filteredParams,}
    );
    }

    return this.http.delete<TData>(
      `/storage/${path}`,{
    ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
        params: filteredParams,}
    );
  }
/**
 * Nothing is overwritten. Variants are made again under the new path. A folder stays when a path in it would be too long.
 * @summary Move an asset or a folder
 */
 moveAsset<TData = Transfer>(path: string,
    moveRequest: MoveRequest, options?: HttpClientBodyOptions): Observable<TData>;
 moveAsset<TData = Transfer>(path: string,
    moveRequest: MoveRequest, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 moveAsset<TData = Transfer>(path: string,
    moveRequest: MoveRequest, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  moveAsset<TData = Transfer>(
    path: string,
    moveRequest: MoveRequest, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.post<TData>(
      `/storage/${path}/move`,
      moveRequest,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.post<TData>(
      `/storage/${path}/move`,
      moveRequest,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.post<TData>(
      `/storage/${path}/move`,
      moveRequest,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * The copy has the visibility and the tags of the original. Nothing is overwritten. Of a folder whose copy fails, or is given up, nothing stays.
 * @summary Copy an asset or a folder
 */
 copyAsset<TData = Transfer>(path: string,
    copyRequest: CopyRequest, options?: HttpClientBodyOptions): Observable<TData>;
 copyAsset<TData = Transfer>(path: string,
    copyRequest: CopyRequest, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 copyAsset<TData = Transfer>(path: string,
    copyRequest: CopyRequest, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  copyAsset<TData = Transfer>(
    path: string,
    copyRequest: CopyRequest, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.post<TData>(
      `/storage/${path}/copy`,
      copyRequest,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.post<TData>(
      `/storage/${path}/copy`,
      copyRequest,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.post<TData>(
      `/storage/${path}/copy`,
      copyRequest,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
};

