/** Percent-encodes an asset path for a URL, segment by segment: the slashes stay. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** Percent-encodes a transformation: what separates its parts stays readable. */
export function encodeTransformation(transformation: string): string {
  return transformation
    .split('/')
    .map((step) => encodeURIComponent(step).replaceAll('%2C', ',').replaceAll('%3A', ':'))
    .join('/');
}

/** Where an asset, or what a transformation makes of it, is delivered; `version` lets browsers keep it for good. */
export function deliveryUrl(path: string, transformation = '', version?: string): string {
  const steps = transformation === '' ? '' : `${encodeTransformation(transformation)}/`;
  const query = version === undefined ? '' : `?v=${encodeURIComponent(version)}`;
  return `/t/${steps}${encodePath(path)}${query}`;
}

/** The last segment of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder a path lies in; empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** A name in a folder. */
export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
