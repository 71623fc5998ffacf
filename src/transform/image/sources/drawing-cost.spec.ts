import { describe, expect, it } from 'vitest';
import { processorTime } from '../../../../test/support/processor-time.js';
import { DomainError } from '../../../errors/domain-error.js';
import { costOf as costOfText, refuseCostly } from './drawing-cost.js';

const costOf = (text: string) => costOfText(text, 1_000_000);
const svg = (content: string) => `<svg xmlns="http://www.w3.org/2000/svg">${content}</svg>`;
const nested = (depth: number, attributes = '') =>
  svg(`<g${attributes}>`.repeat(depth) + '</g>'.repeat(depth));

/** Groups of ten references each to the group before. */
const doubling = (levels: number) =>
  svg(
    '<rect id="g0"/>' +
      Array.from(
        { length: levels },
        (_, i) => `<g id="g${i + 1}">${`<use href="#g${i}"/>`.repeat(10)}</g>`,
      ).join(''),
  );

describe('the cost of a drawing', () => {
  it('is little for what people draw', async () => {
    const blur = '<filter id="f"><feGaussianBlur stdDeviation="2"/><feOffset/></filter>';
    const map = svg(
      blur +
        '<g opacity=".5"><path d="M0 0"/></g>'.repeat(9000) +
        '<rect filter="url(#f)"/>'.repeat(3),
    );
    expect(await costOf(map)).toEqual({ primitives: 6 });
    expect(await costOf(svg('<!-- <use href="#a"/> --><style>rect { fill: red }</style>'))).toEqual(
      {
        primitives: 0,
      },
    );
    expect(await costOf(doubling(3))).toEqual({ primitives: 0 });
    const styled = nested(40).replace('<g>', '<style>.a{stop-opacity:.5}</style><g>');
    expect(await costOf(styled)).toEqual({ primitives: 0 });
  });

  it.each([
    ['references that multiply', doubling(6)],
    ['references in a circle', svg('<g id="a"><use href="#a"/></g>')],
    [
      'a chain of references',
      svg(Array.from({ length: 400 }, (_, i) => `<use id="u${i}" href="#u${i + 1}"/>`).join('')),
    ],
    [
      'patterns in patterns',
      svg(
        Array.from(
          { length: 8 },
          (_, i) => `<pattern id="p${i + 1}">${`<rect fill="url(#p${i})"/>`.repeat(10)}</pattern>`,
        ).join('') + '<rect fill="url(#p8)"/>',
      ),
    ],
    ['the same id twice', svg(`<defs><g id="a"/>${doubling(6)}</defs>`)],
    ['deep nesting', nested(300)],
    ['surfaces in surfaces', nested(40, ' opacity=".5"')],
    [
      'surfaces in surfaces by a style sheet',
      nested(40).replace('<g>', '<style><![CDATA[g { op\\61 city: .5 }]]></style><g>'),
    ],
    [
      'surfaces in surfaces by references, the inner ones first',
      svg(
        Array.from(
          { length: 5 },
          (_, i) =>
            `<g id="c${i}">${'<g opacity=".9">'.repeat(18)}<use href="#c${i - 1}"/>${'</g>'.repeat(18)}</g>`,
        ).join(''),
      ),
    ],
    ['too many elements', svg('<a/>'.repeat(100_001))],
    ['elements hidden in entities', `<!DOCTYPE svg [<!ENTITY x '<use href="#a"/>'>]>${svg('&x;')}`],
    ['another encoding', Buffer.from(svg(''), 'utf16le').toString('utf8')],
  ])('is too much for %s', async (_, text) => {
    await expect(costOf(text)).rejects.toBeInstanceOf(DomainError);
  });

  it('counts filters by what they do, how often and where', async () => {
    const filter = `<filter id="f">${'<feTurbulence/>'.repeat(20)}</filter>`;
    const cost = await costOf(
      svg(`${filter}<rect filter="url(#f)"/><rect style="filter:url(#f)"/>`),
    );
    expect(cost).toEqual({ primitives: 400 });
    expect(() => refuseCostly(cost, 100 * 100)).not.toThrow();
    expect(() => refuseCostly(cost, 1000 * 1000)).toThrow(DomainError);
    const anywhere = svg(
      `${filter}<style>rect { f\\69lter: url(#f) }</style>${'<rect/>'.repeat(7)}`,
    );
    expect((await costOf(anywhere)).primitives).toBe(200 * 30);
  });

  it('takes no longer than the text is long', async () => {
    const texts = [
      '<'.repeat(2e6),
      '<a b="'.repeat(4e5),
      '<!--'.repeat(5e5),
      `<!DOCTYPE svg [${' '.repeat(2e6)}`,
      `<!DOCTYPE svg ${'[] '.repeat(7e5)}><svg/>`,
      svg(`<style>${'url(data:'.repeat(2e5)}</style>`),
      svg(`<image href="data:image/png;base64,${' '.repeat(3e6)}!"/>`),
      svg(`<rect fill="url(data:image/png;base64,${' '.repeat(2e6)}x,"/>`),
      svg(`<style>a { fill: url(data:;base64,${' '.repeat(2e6)}x,}</style>`),
      svg('<g id="a"/>'.repeat(4e4) + '<use href="#a"/>'.repeat(4e4)),
      svg('<g>'.repeat(5e4)),
    ];
    const time = await processorTime(async () => {
      for (const text of texts) {
        await costOf(text).catch((error: unknown) => expect(error).toBeInstanceOf(DomainError));
      }
    });
    expect(time).toBeLessThan(4000);
  });
});
