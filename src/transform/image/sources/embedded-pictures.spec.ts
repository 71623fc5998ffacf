import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  drawn,
  engineWith,
  fixture,
  pixelsOf,
  render,
  written,
} from '../../../../test/support/images.js';

const photo = readFileSync(fixture('photo.jpg').file).toString('base64');
const nested = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64');
const svg = (content: string, start = '', attributes = '') =>
  `${start}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="30"${attributes}>${content}</svg>`;
const entity = (declaration: string) => `<!DOCTYPE svg [${declaration}]>`;
const dtd = '-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"';

/** A red PNG as a `data:` URL. */
async function red(width: number, height: number): Promise<string> {
  const { file } = await drawn(`red-${width}.png`, width, height, () => [255, 0, 0]);
  return `data:image/png;base64,${readFileSync(file).toString('base64')}`;
}

let files = 0;
const drawing = (text: string | Buffer) => written(`embedding-${(files += 1)}.svg`, text);
const colourAt = async (text: string, x = 20, y = 15) =>
  (await pixelsOf(drawing(text), 'w_40')).at(x, y);

describe('drawings as programs write them', () => {
  it('show the pictures embedded in them', async () => {
    const url = await red(20, 15);
    const wrapped = url.replace(/(.{76})/g, '$1\n');
    const image = (href: string) => `<image width="40" height="30" ${href}/>`;
    for (const text of [
      svg(image(`href="${url}"`)),
      svg(image(`xlink:href="${wrapped}"`), `<?xml version="1.0" encoding="UTF-8"?>\n`),
      svg(image(`xlink:href="${url.replaceAll('+', '%2B')}"`)),
      // Figma: a pattern that uses a picture.
      svg(
        `<rect width="40" height="30" fill="url(#pattern0)"/><defs><pattern id="pattern0" patternContentUnits="objectBoundingBox" width="1" height="1"><use xlink:href="#image0" transform="scale(0.05 0.0666667)"/></pattern><image id="image0" width="20" height="15" xlink:href="${url}"/></defs>`,
      ),
    ]) {
      expect(await colourAt(text)).toEqual([255, 0, 0, 255]);
    }
    const [, green = 0, blue = 0] = await colourAt(
      svg(image(`href="data:image/jpeg;base64,${photo}" preserveAspectRatio="none"`)),
    );
    expect(green + blue).toBeGreaterThan(0);
  });

  it.each([
    [
      'Inkscape',
      svg(
        '',
        `<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape (http://www.inkscape.org/) -->
<!DOCTYPE svg PUBLIC "${dtd}>
`,
        ' xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" sodipodi:docname="a.svg"',
      ).replace(
        '</svg>',
        '<sodipodi:namedview showgrid="false"/><metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:li rdf:resource="data: none"/></rdf:RDF></metadata><color-profile xlink:href="data:application/vnd.iccprofile;base64,AAAA"/>RECT</svg>',
      ),
    ],
    [
      'Illustrator',
      `<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE svg PUBLIC "${dtd} [
  <!-- Namespaces; ]> -->
  <!ENTITY ns_svg "http://www.w3.org/2000/svg">
  <!ENTITY ns_xlink 'http://www.w3.org/1999/xlink'>
  <!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">
]>
<svg xmlns="&ns_svg;" xmlns:xlink="&ns_xlink;" xmlns:i="&ns_ai;" width="40" height="30" i:viewOrigin="0 0"><style type="text/css"><![CDATA[.st0{fill:#FF0000;} @font-face{font-family:'A';src:url("data:font/woff2;base64,d09GMgAB=") format("woff2")}]]></style><switch><foreignObject requiredExtensions="&ns_ai;" width="1" height="1"><i:pgfRef xlink:href="#adobe_illustrator_pgf"/></foreignObject><g>RECT</g></switch></svg>`,
    ],
    [
      'a link',
      svg(
        '<g id="top"><a xlink:href="https://example.org/?a=1&amp;b=data:2"><a href="#top">RECT</a></a></g>',
      ),
    ],
    [
      'a web page',
      svg(
        '<style>@import url("https://127.0.0.1/x.css"); .\\31 a { fill: red }</style><script href="x.js"/><animate href="#r" attributeName="x"/>RECT',
      ),
    ],
  ])('are drawn: %s', async (_, text) => {
    const rect = '<rect id="r" class="st0" width="40" height="30" fill="red"/>';
    expect(await colourAt(text.replace('RECT', rect))).toEqual([255, 0, 0, 255]);
  });
});

describe('pictures in a drawing', () => {
  const refusal = { code: 'unprocessable-asset' };
  const small = engineWith({ MAX_SOURCE_PIXELS: 20_000 });

  it('count together against the limit of pixels', async () => {
    const signal = new AbortController().signal;
    const [some, others] = [await red(100, 100), await red(101, 101)];
    const image = (url: string, name = 'image') => `<${name} width="4" height="3" href="${url}"/>`;
    const within = drawing(svg(image(some) + image(some)));
    expect((await render(within, 'w_40', 'png', small)).width).toBe(40);
    for (const content of [
      image(some) + image(others),
      image(some) + `<defs>${image(others)}</defs>`,
      `${image(some)}<filter id="f">${image(others, 'feImage')}</filter>`,
      image(some) + image(` &#x64;at&#10;a${others.slice(4)}`),
      `${image(some)}<s:image xmlns:s="http://www.w3.org/2000/svg" xmlns:l="http://www.w3.org/1999/xlink" width="4" height="3" l:href='${others.replace('data', 'DATA')}'/>`,
    ]) {
      const beyond = drawing(svg(content));
      await expect(render(beyond, 'w_40', 'png', small)).rejects.toMatchObject(refusal);
      await expect(small.probe(beyond, signal)).rejects.toMatchObject(refusal);
    }
  });

  it.each([
    ['a drawing', svg(`<image href="data:image/svg+xml;base64,${nested}"/>`)],
    ['a drawing called PNG', svg(`<image href="data:image/png;base64,${nested}"/>`)],
    ['a drawing as text', svg('<image href="data:image/svg+xml,%3Csvg/%3E"/>')],
    ['something compressed', svg('<image href="data:image/svg+xml;base64,H4sIAAAAAAAA"/>')],
    ['nothing', svg('<image href="data:,"/>')],
    ['a damaged picture', svg('<image href="data:image/png;base64,iVBORw0KGgo="/>')],
    ['no base64', svg(`<image href="data:image/jpeg;base64,${photo.slice(0, 400)}=!"/>`)],
    ['an unknown scheme', svg('<image href="resource:x"/>')],
    ['an embedded part', svg(`<use href="data:image/svg+xml;base64,${nested}#a"/>`)],
    ['an embedded paint', svg(`<rect fill="url(data:image/svg+xml;base64,${nested}#a)"/>`)],
    [
      'a hidden paint',
      svg(`<rect style="fill:\\75rl('dat\\61:image/svg+xml;base64,${nested}#a')"/>`),
    ],
    [
      'a paint of a style sheet',
      svg(`<style><![CDATA[rect{mask:url(]]>"data:;base64,${nested}#a")}</style>`),
    ],
    ['an embedded style sheet', svg('<style>@imp\\6frt url(data:text/css;base64,AAAA);</style>')],
    [
      'an embedded instruction',
      svg('', '<?xml-stylesheet type="text/css" href="data:text/css,*{}"?>'),
    ],
    [
      'a hidden instruction',
      svg('', '<?xml-stylesheet type="text/css" href="&#100;ata&#58;text/css,"?>'),
    ],
    [
      'an inclusion',
      svg(
        `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="data:image/svg+xml;base64,${nested}"/>`,
      ),
    ],
    ['markup in an entity', svg('&x;', entity('<!ENTITY x "<rect/>">'))],
    ['an entity in an entity', svg('&y;', entity('<!ENTITY x "x"><!ENTITY y "&x;&x;">'))],
    ['an entity twice', svg('&x;', entity('<!ENTITY x "x"><!ENTITY x "y">'))],
    ['an entity elsewhere', svg('&x;', entity('<!ENTITY x SYSTEM "file:///etc/hosts">'))],
    ['a parameter', svg('', entity('<!ENTITY % x "x">'))],
    ['a default', svg('<image/>', entity('<!ATTLIST image href CDATA "data:,">'))],
    ['entities by the thousand', svg('&x;'.repeat(10_001), entity('<!ENTITY x "x">'))],
    ['an encoding that hides', svg('', '<?xml version="1.0" encoding="UTF-7"?>')],
  ])('are refused when they are %s', async (_, text) => {
    await expect(render(drawing(text), 'w_40')).rejects.toMatchObject(refusal);
  });

  it('are refused in another encoding', async () => {
    const text = Buffer.from(`\ufeff${svg('')}`, 'utf16le');
    await expect(render(drawing(text), 'w_40')).rejects.toMatchObject(refusal);
  });
});
