/** A piece of code that shows the result. */
export interface Snippet {
  readonly name: string;
  readonly code: string;
}

/** What snippets are written from. */
export interface SnippetSubject {
  /** The address, with its origin. */
  readonly url: string;
  readonly isVideo: boolean;
  readonly name: string;
  /** px of the result, where they are known. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** The same with another width, px; undefined when a name says the width. */
  readonly urlAt?: ((width: number) => string) | undefined;
}

const DENSITIES = [1, 2, 3];

/** Code for pages, documents and the command line. */
export function snippetsOf(subject: SnippetSubject): readonly Snippet[] {
  const { url, name, isVideo } = subject;
  const shell = `curl -o ${quoteForShell(name)} ${quoteForShell(url)}`;
  if (isVideo) {
    return [
      { name: 'URL', code: url },
      { name: 'HTML', code: `<video controls src="${escapeAttribute(url)}"></video>` },
      { name: 'curl', code: shell },
    ];
  }
  return [
    { name: 'URL', code: url },
    { name: 'HTML', code: htmlImage(subject) },
    { name: 'Markdown', code: `![${name.replaceAll(/[[\]]/g, '')}](${url})` },
    { name: 'curl', code: shell },
    { name: 'Next.js', code: nextImage(subject) },
    { name: 'Angular', code: angularImage(subject) },
  ];
}

function htmlImage({ url, name, width, height, urlAt }: SnippetSubject): string {
  const size = width && height ? `\n  width="${width}"\n  height="${height}"` : '';
  const sources =
    width === undefined || urlAt === undefined
      ? ''
      : `\n  srcset="\n    ${DENSITIES.map((density) => `${escapeAttribute(urlAt(width * density))} ${width * density}w`).join(',\n    ')}\n  "\n  sizes="${width}px"`;
  return `<img\n  src="${escapeAttribute(url)}"${sources}${size}\n  alt="${escapeAttribute(name)}"\n  loading="lazy"\n/>`;
}

function nextImage({ url, width = 800, height = 600, name, urlAt }: SnippetSubject): string {
  if (urlAt === undefined) {
    return `import Image from 'next/image';

<Image src="${escapeAttribute(url)}" width={${width}} height={${height}} alt="" unoptimized />`;
  }
  const pattern = urlAt(0).replace('w_0', 'w_${width}');
  return `import Image from 'next/image';

const loader = ({ width }) => \`${pattern}\`;

<Image loader={loader} src="${escapeAttribute(name)}" width={${width}} height={${height}} alt="" />`;
}

function angularImage({ url, width = 800, height = 600, name, urlAt }: SnippetSubject): string {
  if (urlAt === undefined) {
    return `<img ngSrc="${escapeAttribute(url)}" width="${width}" height="${height}" alt="" />`;
  }
  const pattern = urlAt(0).replace('w_0', 'w_${width ?? 800}');
  return `provide: IMAGE_LOADER,
useValue: ({ width }: ImageLoaderConfig) => \`${pattern}\`

<img ngSrc="${escapeAttribute(name)}" width="${width}" height="${height}" alt="" />`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
