import type { ServerResponse } from 'node:http';

/** A failure that is answered as S3 answers it. */
export class S3Error extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** XML elements by name; a list is an element repeated, undefined is left out. */
export interface XmlElements {
  readonly [name: string]: XmlContent;
}

type XmlContent = string | number | boolean | undefined | XmlElements | readonly XmlContent[];

/** Sends a document of one root element. */
export function sendXml(
  response: ServerResponse,
  status: number,
  root: string,
  content: XmlElements,
): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, content)}`;
  response.writeHead(status, {
    'Content-Type': 'application/xml',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

/** Sends a failure; to HEAD without a body, as HTTP has it. */
export function sendError(response: ServerResponse, { status, code, message }: S3Error): void {
  if (status === 304) {
    response.writeHead(304);
    response.end();
    return;
  }
  sendXml(response, status, 'Error', {
    Code: code,
    Message: message,
    RequestId: 'test',
  });
}

/** The texts of all elements of a name in a document, without their tags. */
export function elementsOf(xml: string, name: string): string[] {
  return Array.from(
    xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g')),
    ([, text = '']) => text,
  );
}

/** The text that an element's content stands for. */
export function unescapeXml(text: string): string {
  return text
    .replace(/&#x([0-9a-fA-F]+);/g, (_, hex: string) => String.fromCodePoint(parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, digits: string) => String.fromCodePoint(Number(digits)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

function element(name: string, content: XmlContent): string {
  if (content === undefined) return '';
  if (isList(content)) return content.map((item) => element(name, item)).join('');
  const inner =
    typeof content === 'object'
      ? Object.entries(content)
          .map(([child, value]) => element(child, value))
          .join('')
      : escapeXml(String(content));
  return `<${name}>${inner}</${name}>`;
}

function isList(content: XmlContent): content is readonly XmlContent[] {
  return Array.isArray(content);
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
