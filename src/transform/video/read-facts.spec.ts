import { describe, expect, it } from 'vitest';
import { readFacts } from './read-facts.js';

const facts = (picture: object) =>
  readFacts({
    streams: [{ codec_type: 'video', width: 320, height: 180, duration: '2', ...picture }],
    format: { duration: '2' },
  });

describe('the turn of a picture', () => {
  it.each([
    [-90, 90],
    [90, 270],
    [180, 180],
    [-180, 180],
    [-270, 270],
    [0, 0],
  ])('that ffprobe calls %i is %i degrees clockwise', (rotation, turn) => {
    const { rotation: found, width } = facts({ side_data_list: [{ rotation }] });
    expect([found, width]).toEqual([turn, turn % 180 === 0 ? 320 : 180]);
  });

  it.each([
    ['by another angle', -45],
    ['by no angle, as a matrix of zeros has it', -2_147_483_648],
  ])('%s leaves the sides as they are', (_, rotation) => {
    expect(facts({ side_data_list: [{ rotation }] })).toMatchObject({
      width: 320,
      height: 180,
      rotation: 0,
    });
  });
});
