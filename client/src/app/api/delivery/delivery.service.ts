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
  JobCounts,
  Placeholder,
  SignRequest,
  SignedUrl,
  TransformationLanguage,
  VideoSize,
  VideoStatus
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







@Injectable({ providedIn: 'root' })
export class DeliveryService {
  private readonly http = inject(HttpClient);
/**
 * It is made once for each version of the asset, from the budget of renders.
 * @summary Get a placeholder of an image or a video
 */
 getPlaceholder<TData = Placeholder>(path: string, options?: HttpClientBodyOptions): Observable<TData>;
 getPlaceholder<TData = Placeholder>(path: string, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 getPlaceholder<TData = Placeholder>(path: string, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  getPlaceholder<TData = Placeholder>(
    path: string, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/placeholder/${path}`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/placeholder/${path}`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.get<TData>(
      `/placeholder/${path}`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Makes a signed URL.
 * @summary Make a signed delivery URL
 */
 signUrl<TData = SignedUrl>(signRequest: SignRequest, options?: HttpClientBodyOptions): Observable<TData>;
 signUrl<TData = SignedUrl>(signRequest: SignRequest, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 signUrl<TData = SignedUrl>(signRequest: SignRequest, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  signUrl<TData = SignedUrl>(
    signRequest: SignRequest, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.post<TData>(
      `/sign`,
      signRequest,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.post<TData>(
      `/sign`,
      signRequest,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.post<TData>(
      `/sign`,
      signRequest,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Every parameter and effect, with the ranges that are configured.
 * @summary Describe the parameters of transformations
 */
 describeTransformations<TData = TransformationLanguage>( options?: HttpClientBodyOptions): Observable<TData>;
 describeTransformations<TData = TransformationLanguage>( options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 describeTransformations<TData = TransformationLanguage>( options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  describeTransformations<TData = TransformationLanguage>(
     options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/transformations/language`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/transformations/language`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.get<TData>(
      `/transformations/language`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * How many videos are in each state; no paths.
 * @summary Count videos by state
 */
 getVideoStats<TData = JobCounts>( options?: HttpClientBodyOptions): Observable<TData>;
 getVideoStats<TData = JobCounts>( options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 getVideoStats<TData = JobCounts>( options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  getVideoStats<TData = JobCounts>(
     options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/video-status/stats`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/video-status/stats`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.get<TData>(
      `/video-status/stats`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * The size of a finished variant.
 * @summary Get the size of a finished video
 */
 getVideoSize<TData = VideoSize>(path: string, options?: HttpClientBodyOptions): Observable<TData>;
 getVideoSize<TData = VideoSize>(path: string, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 getVideoSize<TData = VideoSize>(path: string, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  getVideoSize<TData = VideoSize>(
    path: string, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/video-status/${path}/size`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/video-status/${path}/size`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.get<TData>(
      `/video-status/${path}/size`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * What was asked for by a signed URL has its status at `/video-status/s--{signature}[--{expires}]/{transformations}/{path}`, with the signature of that URL.
 * @summary Get the status of a video
 */
 getVideoStatus<TData = VideoStatus>(path: string, options?: HttpClientBodyOptions): Observable<TData>;
 getVideoStatus<TData = VideoStatus>(path: string, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 getVideoStatus<TData = VideoStatus>(path: string, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  getVideoStatus<TData = VideoStatus>(
    path: string, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/video-status/${path}`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/video-status/${path}`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.get<TData>(
      `/video-status/${path}`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
};

