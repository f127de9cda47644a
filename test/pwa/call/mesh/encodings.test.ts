import { describe, expect, it } from 'vitest';
import { type EncodingNeed, encodingFor } from '../../../../pwa/call/mesh/encodings.ts';

const camera: EncodingNeed = {
  source: 'camera',
  wantedHeight: 720,
  captureHeight: 720,
  content: 'text',
  isFresh: false,
  isFrugal: false,
  links: 1,
};
const screen: EncodingNeed = {
  ...camera,
  source: 'screen',
  wantedHeight: 1080,
  captureHeight: 1080,
};

describe('the encoder of a camera', () => {
  it('sends as captured to the only other person who wants it so', () => {
    expect(encodingFor(camera)).toMatchObject({ active: true, scaleResolutionDownBy: 1 });
  });

  it('sends a small picture until the receiver has said a size', () => {
    expect(encodingFor({ ...camera, wantedHeight: null }).scaleResolutionDownBy).toBe(2);
  });

  it('sends nothing that is not on screen', () => {
    expect(encodingFor({ ...camera, wantedHeight: 0 }).active).toBe(false);
  });

  it('never enlarges', () => {
    const small = { ...camera, wantedHeight: 1080, captureHeight: 240 };
    expect(encodingFor(small).scaleResolutionDownBy).toBe(1);
  });

  it('starts small, whatever is wanted, so that the first picture is quick', () => {
    expect(encodingFor({ ...camera, isFresh: true }).scaleResolutionDownBy).toBe(4);
    expect(encodingFor({ ...camera, isFresh: true, wantedHeight: 0 }).active).toBe(false);
  });

  it('sends half the size, less often, while another way carries the camera as well', () => {
    const frugal = { ...camera, wantedHeight: 360, isFrugal: true };
    expect(encodingFor(frugal)).toMatchObject({ scaleResolutionDownBy: 4, maxFramerate: 15 });
    expect(encodingFor({ ...frugal, links: 4 }).maxFramerate).toBe(10);
    expect(encodingFor({ ...frugal, wantedHeight: 1080 }).scaleResolutionDownBy).toBe(4);
    expect(encodingFor({ ...frugal, wantedHeight: 150 }).scaleResolutionDownBy).toBe(8);
    expect(encodingFor({ ...frugal, wantedHeight: 0 }).active).toBe(false);
  });

  it('is not set up again for sizes that differ by a few pixels', () => {
    expect(encodingFor({ ...camera, wantedHeight: 350 })).toEqual(
      encodingFor({ ...camera, wantedHeight: 360 }),
    );
  });

  it.each([1, 2, 3, 4])('fits all of %i links into an ordinary uplink', (links) => {
    expect(encodingFor({ ...camera, links }).maxBitrate * links).toBeLessThanOrEqual(4_000_000);
  });

  it('gets fewer bits and pixels a link as the mesh grows', () => {
    const two = encodingFor({ ...camera, links: 1 });
    const five = encodingFor({ ...camera, links: 4 });
    expect(five.maxBitrate).toBeLessThan(two.maxBitrate);
    expect(five.scaleResolutionDownBy).toBeGreaterThan(two.scaleResolutionDownBy);
  });
});

describe('the encoder of a screen', () => {
  it('keeps every pixel where text is to be read, however many watch', () => {
    for (const links of [1, 4]) {
      expect(encodingFor({ ...screen, links }).scaleResolutionDownBy).toBe(1);
      expect(encodingFor({ ...screen, wantedHeight: 600, links }).scaleResolutionDownBy).toBe(1);
    }
  });

  it('gives frames, not pixels, to what moves', () => {
    const film: EncodingNeed = { ...screen, content: 'motion' };
    expect(encodingFor(screen)).toMatchObject({
      maxFramerate: 15,
      degradationPreference: 'maintain-resolution',
    });
    expect(encodingFor(film)).toMatchObject({
      maxFramerate: 30,
      scaleResolutionDownBy: 1,
      degradationPreference: 'balanced',
    });
    expect(encodingFor({ ...film, links: 4 }).scaleResolutionDownBy).toBe(1.5);
  });

  it('is whole until the receiver has said a size', () => {
    expect(encodingFor({ ...screen, wantedHeight: null }).scaleResolutionDownBy).toBe(1);
  });

  it('is a slow, small picture in a thumbnail', () => {
    const thumbnail = encodingFor({ ...screen, wantedHeight: 180 });
    expect(thumbnail.scaleResolutionDownBy).toBe(3);
    expect(thumbnail.maxFramerate).toBeLessThanOrEqual(5);
  });
});
