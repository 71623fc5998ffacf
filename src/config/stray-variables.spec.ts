import { describe, expect, it } from 'vitest';
import { findStrayVariables, withholdFromLibraries } from './stray-variables.js';

const namesOf = (names: readonly string[]) =>
  findStrayVariables(Object.fromEntries(names.map((name) => [name, 'x']))).map(({ name }) => name);

describe('variables that are not known', () => {
  it.each([
    ['OPENINARY_ADMN_EMAIL', 'OPENINARY_ADMIN_EMAIL'],
    ['BETTER_AUTH_SECRETS', 'BETTER_AUTH_SECRET'],
    ['BETTER_AUTH_SECERT_FILE', 'BETTER_AUTH_SECRET_FILE'],
    ['STORAGE_BUKET_NAM', 'STORAGE_BUCKET_NAME'],
    ['CORS_ORIGIN', 'CORS_ORIGINS'],
    ['REDIS_URI', 'REDIS_URL'],
    ['DATADIR', 'DATA_DIR'],
    ['data_dir', 'DATA_DIR'],
    ['OPENINARY_PORT_NUMBER', undefined],
    ['BETTER_AUTH_TRUSTED_ORIGINS', undefined],
  ])('%s is told of, as %s', (name, meant) => {
    expect(findStrayVariables({ [name]: 'x' })).toEqual([{ name, meant }]);
  });

  it('are none that are known, in either form, and none that are empty', () => {
    expect(namesOf(['OPENINARY_ADMIN_EMAIL', 'BETTER_AUTH_SECRET_FILE', 'PORT'])).toEqual([]);
    expect(findStrayVariables({ OPENINARY_ADMN_EMAIL: '' })).toEqual([]);
  });

  it('are none of a system, of a tool, or of another program', () => {
    const names = `PATH HOME HOST HOSTNAME HOSTTYPE USER PWD OLDPWD SHELL SHLVL TERM TZ LANG LC_ALL LOGNAME MAIL EDITOR PORT
      PORTS MODE NODE ROLE ROLES PROXY HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY http_proxy no_proxy TMPDIR XDG_DATA_DIRS
      XDG_DATA_HOME XDG_RUNTIME_DIR NODE_OPTIONS NODE_PATH NODE_VERSION NODE_EXTRA_CA_CERTS NODE_ENVIRONMENT YARN_VERSION
      UV_THREADPOOL_SIZE MALLOC_CONF LD_PRELOAD INVOCATION_ID JOURNAL_STREAM DB_HOST DB_PORT DB_NAME DB_USER DB_PASS
      DATABASE_HOST DATABASE_NAME REDIS_HOST REDIS_PORT POSTGRES_PASSWORD PGHOST PGDATABASE S3_BUCKET AWS_REGION
      AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY API_URL API_KEY API_TOKEN SECRET LOG_FORMAT LOG_FILE DEBUG CI GITHUB_TOKEN
      npm_config_loglevel npm_lifecycle_event npm_package_version INIT_CWD COLOR FORCE_COLOR SSH_AUTH_SOCK MEMORY_LIMIT
      BACKUP_DIR STORAGE_CLASS STORAGE_PATH MAX_CONNECTIONS VITEST_MODE`;
    expect(namesOf(names.split(/\s+/))).toEqual([]);
  });

  it('are none that a cluster makes of its services', () => {
    const names = ['OPENINARY', 'OPENINARY_API', 'OPENINARY_REDIS', 'KUBERNETES', 'REDIS'].flatMap(
      (service) => [
        `${service}_SERVICE_HOST`,
        `${service}_SERVICE_PORT`,
        `${service}_SERVICE_PORT_HTTP`,
        `${service}_PORT`,
        `${service}_PORT_80_TCP`,
        `${service}_PORT_80_TCP_ADDR`,
        `${service}_PORT_80_TCP_PORT`,
        `${service}_PORT_80_TCP_PROTO`,
      ],
    );
    expect(namesOf(names)).toEqual([]);
  });

  it('are kept from the library that would read them, and no others are', () => {
    const environment = {
      BETTER_AUTH_SECRETS: '1:a,2:b',
      BETTER_AUTH_TRUSTED_ORIGINS: 'https://evil.example',
      BETTER_AUTH_SECRET: 'kept',
      BETTER_AUTH_SECRET_FILE: '/kept',
      PATH: '/bin',
    };
    withholdFromLibraries(environment);
    expect(environment).toEqual({
      BETTER_AUTH_SECRET: 'kept',
      BETTER_AUTH_SECRET_FILE: '/kept',
      PATH: '/bin',
    });
  });
});
