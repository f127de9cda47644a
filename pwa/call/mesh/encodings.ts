import type { ScreenContent } from '../capture/screen-content.ts';
import type { VideoSource } from './m-lines.ts';

export interface VideoEncoding {
  readonly active: boolean;
  readonly maxBitrate: number;
  readonly maxFramerate: number;
  readonly scaleResolutionDownBy: number;
  readonly degradationPreference: RTCDegradationPreference;
}

/** A sound is sent whole, or not at all. */
export interface SoundEncoding {
  readonly active: boolean;
}

export interface EncodingNeed {
  readonly source: VideoSource;
  /** Pixels of height on the receiver's screen; null when it has not said: camera small, screen whole. */
  readonly wantedHeight: number | null;
  readonly captureHeight: number;
  /** Of a screen. */
  readonly content: ScreenContent;
  /** The link has only just connected. */
  readonly isFresh: boolean;
  /** This machine also encodes for another way, for some seconds. */
  readonly isFrugal: boolean;
  /** How many people this machine sends to. */
  readonly links: number;
}

interface Step {
  readonly height: number;
  readonly bitrate: number;
}

/** An ordinary household's uplink, less what sound, resends and other people at home need. */
const uplinkBitrate = 4_000_000;

/** VP8 in conversation: about 0.07 bits a pixel at 30 frames a second, more at small sizes. */
const cameraSteps: readonly [Step, ...Step[]] = [
  { height: 90, bitrate: 80_000 },
  { height: 180, bitrate: 180_000 },
  { height: 270, bitrate: 350_000 },
  { height: 360, bitrate: 600_000 },
  { height: 540, bitrate: 1_100_000 },
  { height: 720, bitrate: 1_900_000 },
  { height: 1080, bitrate: 3_200_000 },
];
const defaultCameraHeight = 360;
/** A key frame of this size fits what a link is trusted with at first, so that the first picture is quick. */
const firstCameraHeight = 180;

/** Half the size is a quarter of the work, and for some seconds nobody minds. */
function frugalHeight(height: number): number {
  return Math.min(180, Math.ceil(height / 2));
}
const frugalFramerate = 15;
/** Each of them is an encoder, beside those of the other way. */
const manyLinks = 4;
const leastFramerate = 10;

const screenBitrate = 2_500_000;
const leastScreenBitrate = 700_000;
/** Text below this height cannot be read, so a smaller tile is only a picture of a screen. */
const readableHeight = 480;
const screenThumbnail = { height: 360, bitrate: 300_000, framerate: 5 } as const;

const off: VideoEncoding = {
  active: false,
  maxBitrate: 50_000,
  maxFramerate: 1,
  scaleResolutionDownBy: 4,
  degradationPreference: 'balanced',
};

/** Hundredths: finer steps would set the encoder up again for nothing. */
function scaleTo(height: number, captureHeight: number): number {
  return Math.max(1, Math.round((captureHeight / height) * 100) / 100);
}

function cameraStep(height: number, bitsPerLink: number): Step {
  const enough = cameraSteps.findIndex((step) => step.height >= height);
  const upTo = cameraSteps.slice(0, enough === -1 ? cameraSteps.length : enough + 1);
  return upTo.findLast((step) => step.bitrate <= bitsPerLink) ?? cameraSteps[0];
}

function cameraEncoding(need: EncodingNeed, bitsPerLink: number): VideoEncoding {
  const enough = need.isFresh ? firstCameraHeight : need.captureHeight;
  const wanted = Math.min(need.wantedHeight ?? defaultCameraHeight, enough);
  const step = cameraStep(need.isFrugal ? frugalHeight(wanted) : wanted, bitsPerLink);
  return {
    active: true,
    maxBitrate: step.bitrate,
    maxFramerate: framerateFor(need),
    scaleResolutionDownBy: scaleTo(step.height, need.captureHeight),
    degradationPreference: 'balanced',
  };
}

function framerateFor({ isFrugal, links }: EncodingNeed): number {
  if (!isFrugal) return 30;
  return links < manyLinks ? frugalFramerate : leastFramerate;
}

function screenEncoding(need: EncodingNeed, bitsPerLink: number): VideoEncoding {
  if (need.wantedHeight !== null && need.wantedHeight < readableHeight) {
    return {
      active: true,
      maxBitrate: screenThumbnail.bitrate,
      maxFramerate: screenThumbnail.framerate,
      scaleResolutionDownBy: scaleTo(screenThumbnail.height, need.captureHeight),
      degradationPreference: 'maintain-resolution',
    };
  }
  const maxBitrate = Math.max(leastScreenBitrate, Math.min(screenBitrate, Math.round(bitsPerLink)));
  const settings = need.content === 'motion' ? motion(need, maxBitrate) : text;
  return { active: true, maxBitrate, ...settings };
}

type ScreenSettings = Omit<VideoEncoding, 'active' | 'maxBitrate'>;

/** Sharp, and as often as reading needs. */
const text: ScreenSettings = {
  maxFramerate: 15,
  scaleResolutionDownBy: 1,
  degradationPreference: 'maintain-resolution',
};

/** Below this rate a film is smoother, and hardly less sharp, when it is smaller. */
const wholeMotionBitrate = 2_000_000;

function motion({ captureHeight }: EncodingNeed, bitrate: number): ScreenSettings {
  return {
    maxFramerate: 30,
    scaleResolutionDownBy: bitrate < wholeMotionBitrate ? scaleTo(720, captureHeight) : 1,
    degradationPreference: 'balanced',
  };
}

/** How one link's encoder is to be set, so that no more is sent than is shown or than the uplink bears. */
export function encodingFor(need: EncodingNeed): VideoEncoding {
  if (need.wantedHeight === 0) return off;
  const bitsPerLink = uplinkBitrate / Math.max(1, need.links);
  return need.source === 'camera'
    ? cameraEncoding(need, bitsPerLink)
    : screenEncoding(need, bitsPerLink);
}
