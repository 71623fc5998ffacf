import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../errors/domain-error.js';
import { DEFAULT_LIMITS } from '../limits.js';
import { findParameter, PARAMETERS } from './parameters.js';
import { parseTransformation } from '../parse.js';

interface Row {
  /** Accepted values and their canonical spelling; undefined for a default, which leaves no trace. */
  readonly taken: Readonly<Record<string, string | undefined>>;
  readonly refused: readonly string[];
  readonly reserved?: readonly string[];
}

const same = (...values: readonly string[]) =>
  Object.fromEntries(values.map((value) => [value, value]));
const dropped = (...values: readonly string[]) =>
  Object.fromEntries(values.map((value) => [value, undefined]));

const side: Row = {
  taken: { ...same('1', '800', '8192', '0.5', '0.000001', '0.999999'), '0.50': '0.5' },
  refused: [
    '0',
    '8193',
    '99999',
    '-1',
    '1.5',
    '1.0',
    '0.0',
    'auto',
    'photos',
    '1e3',
    '+5',
    '0x10',
    ' 5',
  ],
};
const offset: Row = {
  taken: { ...same('0', '-5', '65535', '-65535', '0.5', '1.0', '1'), '0.0': '0', '-0': '0' },
  refused: ['65536', '-65536', '1.5', '-0.5', 'center'],
};
const moment = {
  taken: same('1.5', '86400', '10p', '99.9p'),
  refused: ['86401', '-1', '101p', 'p', '1s', '1:30', '1e2'],
};
const colour: Row = {
  taken: {
    ...{
      white: 'ffffff',
      fff: 'ffffff',
      'rgb:FFF': 'ffffff',
      abcd: 'aabbccdd',
      ffffffff: 'ffffff',
    },
    ...{ transparent: undefined, lightgoldenrodyellow: 'fafad2' },
  },
  refused: ['#fff', 'ff', 'fffff', 'nocolour', 'rgb:', 'rgb:white', 'constructor'],
};

const TABLE: Readonly<Record<string, Row>> = {
  w: side,
  h: side,
  dpr: {
    taken: { ...same('0.5', '1.5', '4', 'auto'), ...dropped('1', '1.0'), '2.0': '2' },
    refused: ['0.49', '4.01', '0', '-1', 'Auto', '2x'],
  },
  c: {
    taken: {
      ...same('scale', 'fit', 'mfit', 'lfill', 'pad', 'lpad', 'mpad', 'fill_pad', 'crop', 'thumb'),
      ...{ limit: 'fit', fill: undefined },
    },
    refused: ['Fill', 'cover', 'fill_', 'constructor'],
  },
  ar: {
    taken: {
      '16:9': '16:9',
      '32:18': '16:9',
      '1.91:1': '1.91',
      '1': '1',
      '1:100': '0.01',
      '100': '100',
    },
    refused: ['0', '0:1', '1:0', '1:101', '101', '16:9:1', '16x9', '-1'],
  },
  g: {
    taken: {
      ...same('north', 'south', 'east', 'west', 'north_east', 'north_west', 'south_east'),
      ...same('south_west', 'auto', 'face', 'faces'),
      ...{ n: 'north', s: 'south', e: 'east', w: 'west', ne: 'north_east', nw: 'north_west' },
      ...{ se: 'south_east', sw: 'south_west', face_center: 'face', faces_center: 'faces' },
      ...{ north_center: 'north', south_center: 'south', center: undefined, c: undefined },
    },
    refused: ['middle', 'N', 'northeast', '__proto__'],
  },
  x: offset,
  y: offset,
  z: {
    taken: { ...same('10', '1.25'), ...dropped('0.1', '0.9', '1', '1.0') },
    refused: ['0.09', '10.1', '0', '-1', 'auto'],
  },
  a: {
    taken: {
      ...same('90', 'hflip', 'vflip', 'hflip.90'),
      ...dropped('hflip.hflip', '90.-90'),
      ...{ '-90': '270', '-360': undefined, '360': undefined, '0': undefined, auto: undefined },
      ...{ 'auto.hflip.0': 'hflip', '-1': '359' },
    },
    refused: [
      '361',
      '-361',
      '90.',
      '.90',
      'flip',
      'hflip,',
      '1.5.x',
      Array(17).fill('1').join('.'),
    ],
  },
  pg: { taken: same('1', '2', '10000'), refused: ['0', '10001', '-1', '1.5', 'last'] },
  r: {
    taken: {
      ...same('max', '5', '8192', '1:2', '1:2:3', '1:2:3:4'),
      ...{ '5:5:5:5': '5', '1:2:1:2': '1:2', '1:2:3:2': '1:2:3', '0': undefined, '0:0': undefined },
    },
    refused: ['-1', '8193', '1:2:3:4:5', '1:', ':1', 'min', '1.5', 'max:1'],
  },
  b: colour,
  bg: colour,
  bo: {
    taken: {
      '1px_solid_red': '1px_solid_ff0000',
      '8192px_solid_rgb:0008': '8192px_solid_00000088',
    },
    refused: [
      '0px_solid_red',
      '8193px_solid_red',
      '4_solid_red',
      '4px_dashed_red',
      '4px_solid_',
      'px_solid_red',
    ],
  },
  o: { taken: { ...same('0', '99'), '100': undefined }, refused: ['-1', '101', '0.5', '50%'] },
  e: {
    taken: {
      ...same('blur:1', 'blur:2000', 'grayscale', 'tint:50:ff0000', 'blur:300.grayscale'),
      ...{
        'tint:50:red': 'tint:50:ff0000',
        'blackwhite:50': 'blackwhite',
        'brightness:0': undefined,
      },
      ...{ 'hue:0.negate': 'negate' },
    },
    refused: [
      'blur:0',
      'blur:2001',
      'blur',
      'grayscale:1',
      'blur:1..negate',
      'nothing',
      'blur:1.5',
    ],
    reserved: ['reverse', 'loop:2', 'negate.mute'],
  },
  q: {
    taken: {
      ...same('1', '100', 'auto:best', 'auto:eco', 'auto:low'),
      ...dropped('auto', 'auto:good'),
    },
    refused: ['0', '101', '500', 'auto:', 'auto:worst', '80%', '79.5'],
  },
  f: {
    taken: {
      ...same('avif', 'webp', 'jpeg', 'png', 'gif', 'auto', 'mp4', 'webm', 'mov'),
      jpg: 'jpeg',
    },
    refused: ['JPG', 'bmp', 'svg', 'mp3', 'toString'],
    reserved: ['m3u8', 'mpd'],
  },
  fl: {
    taken: {
      ...same('progressive', 'lossless', 'keep_metadata', 'keep_profile', 'attachment'),
      ...{ 'attachment.progressive.attachment': 'progressive.attachment' },
    },
    refused: ['fast', 'progressive.', 'Lossless'],
    reserved: ['layer_apply', 'lossless.layer_apply'],
  },
  t: {
    taken: { true: 'true', '1': 'true' },
    refused: ['-x', 'a.b', 'a b', 'x'.repeat(65)],
    reserved: ['shop', 'shirts', 'false', '2', 'a-b_C9'],
  },
  tt: {
    taken: { ...moment.taken, '100p': '100p', '0': undefined, '0p': undefined },
    refused: moment.refused,
  },
  so: { taken: { ...moment.taken, '0': undefined }, refused: [...moment.refused, '100p'] },
  eo: { taken: { ...moment.taken, '100p': undefined }, refused: [...moment.refused, '0', '0p'] },
  du: { taken: { ...moment.taken, '100p': '100p' }, refused: [...moment.refused, '0', '0p'] },
  ac: { taken: same('none', 'aac', 'opus'), refused: ['mp3', 'true'] },
  d: { taken: {}, refused: ['a\u0000'], reserved: ['fallback.png', 'folder:a.png'] },
  l: { taken: {}, refused: ['a\\b'], reserved: ['logo:white.png', 'text:Arial_40:Hello'] },
  co: { taken: {}, refused: ['nocolour'], reserved: ['red', 'rgb:fff'] },
  vc: { taken: {}, refused: ['mpeg2'], reserved: ['h264', 'h265', 'vp9', 'av1', 'none'] },
  fps: { taken: {}, refused: ['0.9', '61', 'x'], reserved: ['1', '29.97', '60'] },
  br: { taken: {}, refused: ['0k', '500', '2g', 'k', '1.5m'], reserved: ['500k', '2m'] },
};

const codeOf = (text: string) => {
  try {
    parseTransformation(text, DEFAULT_LIMITS);
    return 'taken';
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.code;
  }
};
/** The value of one parameter alone, whether or not a step of nothing else has a use for it. */
const writtenAs = (key: string, value: string) => {
  const row = findParameter(key);
  const draft = {};
  row?.read(value, DEFAULT_LIMITS, draft);
  return row?.write(draft);
};
const keyOf = (key: string) => findParameter(key)?.key ?? key;
const cases = Object.entries(TABLE);

describe.each(cases)('parameter %s', (key, { taken, refused, reserved = [] }) => {
  it('takes its values and writes them in one way', () => {
    for (const [value, canonical] of Object.entries(taken)) {
      expect(codeOf(`${key}_${value}`), value).toBe('taken');
      expect(writtenAs(key, value), value).toBe(canonical);
      if (canonical !== undefined) expect(writtenAs(key, canonical)).toBe(canonical);
    }
  });

  it('refuses everything else, with its key, the value and what is allowed', () => {
    for (const value of ['', ' ', '\u0000', '٣', 'x'.repeat(60), ...refused]) {
      if (value.includes(',') || reserved.includes(value)) continue;
      if (key === 't' || key === 'd' || key === 'l') if (!refused.includes(value)) continue;
      expect(codeOf(`${key}_${value}`), value).toBe('invalid-transformation');
      try {
        parseTransformation(`${key}_${value}`, DEFAULT_LIMITS);
      } catch (error) {
        const [violation] = error instanceof DomainError ? (error.violations ?? []) : [];
        expect(violation?.parameter).toBe(keyOf(key));
        expect(violation?.value?.slice(0, 60)).toBe(value.slice(0, 60));
        expect(violation?.message).toContain(`${keyOf(key)} takes `);
      }
    }
  });

  it('says so when a value is known and not offered', () => {
    for (const value of reserved) {
      expect(codeOf(`${key}_${value}`), value).toBe('transformation-not-available');
    }
  });
});

describe('the table of parameters', () => {
  it('is tested in every row, alias included', () => {
    const keys = PARAMETERS.flatMap((row) => [row.key, ...row.aliases]);
    expect(new Set(keys)).toEqual(new Set(cases.map(([key]) => key)));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('finds no row for what an object would inherit', () => {
    for (const key of ['constructor', '__proto__', 'toString', 'hasOwnProperty', '', 'W']) {
      expect(findParameter(key)).toBeUndefined();
    }
  });
});
