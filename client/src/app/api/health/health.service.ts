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
  DatabaseHealth,
  HealthReport,
  Liveness,
  Readiness,
  ServiceInfo,
  SystemInfo
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
export class HealthService {
  private readonly http = inject(HttpClient);
/**
 * `warning` when others than the owner can read the file, it cannot be written, or it is damaged.
 * @summary How the accounts database is
 */
 getDatabaseHealth<TData = DatabaseHealth>( options?: HttpClientBodyOptions): Observable<TData>;
 getDatabaseHealth<TData = DatabaseHealth>( options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 getDatabaseHealth<TData = DatabaseHealth>( options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  getDatabaseHealth<TData = DatabaseHealth>(
     options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/health/database`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/health/database`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.get<TData>(
      `/health/database`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * What answers here.
 * @summary Name and version of the service
 */
 getServiceInfo<TData = ServiceInfo>( options?: HttpClientBodyOptions): Observable<TData>;
 getServiceInfo<TData = ServiceInfo>( options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 getServiceInfo<TData = ServiceInfo>( options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  getServiceInfo<TData = ServiceInfo>(
     options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.get<TData>(
      `/`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * The service answers.
 * @summary Whether the service answers
 */
 getHealth<TData = HealthReport>( options?: HttpClientBodyOptions): Observable<TData>;
 getHealth<TData = HealthReport>( options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 getHealth<TData = HealthReport>( options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  getHealth<TData = HealthReport>(
     options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/health`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/health`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.get<TData>(
      `/health`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Liveness probe: touches nothing but the process.
 * @summary Liveness probe
 */
 getLiveness<TData = Liveness>( options?: HttpClientBodyOptions): Observable<TData>;
 getLiveness<TData = Liveness>( options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 getLiveness<TData = Liveness>( options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  getLiveness<TData = Liveness>(
     options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/health/live`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/health/live`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.get<TData>(
      `/health/live`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Readiness probe: 200 while requests should be sent here, 503 otherwise.
 * @summary Readiness probe
 */
 getReadiness<TData = Readiness>( options?: HttpClientBodyOptions): Observable<TData>;
 getReadiness<TData = Readiness>( options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 getReadiness<TData = Readiness>( options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  getReadiness<TData = Readiness>(
     options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/health/ready`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/health/ready`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.get<TData>(
      `/health/ready`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Versions and limits.
 * @summary Versions and limits of the installation
 */
 getSystem<TData = SystemInfo>( options?: HttpClientBodyOptions): Observable<TData>;
 getSystem<TData = SystemInfo>( options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 getSystem<TData = SystemInfo>( options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  getSystem<TData = SystemInfo>(
     options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/system`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/system`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.get<TData>(
      `/system`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
};

